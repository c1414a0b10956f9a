import { liveRun, RunGoneError, saveRun } from '../liveSession.ts';
import { useStore } from '../store.ts';
import { keepRun } from './savedRun.ts';

/** Seconds between two savings while a run goes on, at least; and as a multiple of how long a saving takes. */
const INTERVAL = 60;
const SHARE = 30;

let saving = false;
/** The run that was last saved: another is saved as soon as it has taken a step. */
let saved: unknown;
let lastSaved = 0;
let interval = INTERVAL * 1000;
let told = false;

/** Keeps the live run in this browser, so that a reload, or a new worker, can go on: after its first step, once a minute, and whenever it pauses or has failed. */
export function autosave(): void {
  useStore.subscribe(({ live }, before) => {
    const hasFailed = live.state === 'failed' && before.live.state !== 'failed' && live.keptStep !== undefined;
    if (hasFailed || (live.state === 'paused' && before.live.state === 'running')) save();
  });
  setInterval(() => {
    const { state } = useStore.getState().live;
    const isNew = liveRun() !== saved;
    if (state === 'running' && (isNew || performance.now() - lastSaved > interval)) save();
  }, 5000);
}

async function save(): Promise<void> {
  const live = liveRun();
  const run = live?.state;
  const { started } = useStore.getState().live;
  if (saving || !started || !run?.lastStep) return;
  saving = true;
  const began = performance.now();
  try {
    const { file: bytes, step } = await saveRun();
    saved = live;
    await keepRun({ presetId: started.presetId, seed: started.config.seed, step, savedAt: Date.now(), bytes });
  } catch (error) {
    if (!told && !(error instanceof RunGoneError)) {
      told = true;
      const reason = error instanceof Error ? error.message : String(error);
      useStore.getState().say('info', `The run could not be kept for a reload of the page: ${reason}`);
    }
  } finally {
    saving = false;
    lastSaved = performance.now();
    interval = Math.max(INTERVAL * 1000, SHARE * (lastSaved - began));
  }
}
