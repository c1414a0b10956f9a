import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** The live run as it was last saved in this browser. */
export interface SavedRun {
  presetId: string;
  seed: number;
  step: number;
  /** Milliseconds since 1970. */
  savedAt: number;
  /** The .azrun file, with weights. */
  bytes: Uint8Array;
}

interface Schema extends DBSchema {
  runs: { key: string; value: SavedRun };
}

const KEY = 'last';

let opening: Promise<IDBPDatabase<Schema>> | undefined;

function database(): Promise<IDBPDatabase<Schema>> {
  opening ??= openDB<Schema>('absolute-zero-playground', 1, {
    upgrade: (db) => {
      db.createObjectStore('runs');
    },
  });
  return opening;
}

/** Keeps the run in place of the one before. Rejects when the browser gives no room (private windows, a full disk). */
export async function keepRun(run: SavedRun): Promise<void> {
  await (await database()).put('runs', run, KEY);
}

/** The run that was kept; undefined when there is none or the browser gives no storage. */
export async function keptRun(): Promise<SavedRun | undefined> {
  try {
    return await (await database()).get('runs', KEY);
  } catch {
    return undefined;
  }
}

export async function forgetRun(): Promise<void> {
  try {
    await (await database()).delete('runs', KEY);
  } catch {
    // Nothing was kept where nothing can be.
  }
}
