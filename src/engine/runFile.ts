import { deflateSync } from 'fflate';
import { inflateCapped } from '../core/runlog/azrun/inflateCapped.ts';
import { readAzrun } from '../core/runlog/azrun/readAzrun.ts';
import { writeAzrun } from '../core/runlog/azrun/writeAzrun.ts';
import type { RunEvent } from '../core/runlog/events.ts';
import { safetensorsFromWeights, weightsFromSafetensors } from '../nn/checkpoint/checkpoint.ts';
import { type ModelShape, parameterCount } from '../nn/modelShape.ts';
import type { Checkpoint } from './checkpoints.ts';
import type { SelfPlaySnapshot } from './selfplayState.ts';

/** A run with everything it needs to go on. */
export interface RunContents extends Checkpoint {
  events: RunEvent[];
  /** The newest checkpoint that was taken without an alarm, where that is an earlier one. */
  good?: Checkpoint;
}

const WEIGHTS = 'weights.safetensors';
/** Only in runs that average their weights. */
const AVERAGE = 'average.safetensors';
const OPTIMIZER = 'optimizer.bin';
/** JSON, deflated: the replay pool of a long run is tens of megabytes as text. */
const STATE = 'state.json.deflate';
/** Before these names, the entries of the last good checkpoint. */
const GOOD = 'good-';
const LARGEST_STATE = 512 * 2 ** 20;

/** The run as an .azrun file, with weights, optimiser moments and the state of its buffers, and the same of its last good checkpoint. */
export function writeRunFile({ events, good, shape, ...latest }: RunContents & { shape: ModelShape }): Uint8Array {
  const extras = {
    ...checkpointEntries(latest, shape, ''),
    ...(good && good.snapshot !== latest.snapshot ? checkpointEntries(good, shape, GOOD) : {}),
  };
  return writeAzrun({ events, extras });
}

function checkpointEntries({ weights, optimizer, average, snapshot }: Checkpoint, shape: ModelShape, prefix: string) {
  const moments = new Float32Array(2 * optimizer.first.length);
  moments.set(optimizer.first);
  moments.set(optimizer.second, optimizer.first.length);
  const state = deflateSync(
    new TextEncoder().encode(JSON.stringify({ optimizerUpdates: optimizer.updates, snapshot })),
  );
  return {
    [prefix + WEIGHTS]: safetensorsFromWeights(shape, weights),
    ...(average && { [prefix + AVERAGE]: safetensorsFromWeights(shape, average) }),
    [prefix + OPTIMIZER]: new Uint8Array(moments.buffer),
    [prefix + STATE]: state,
  };
}

/**
 * Reads a run to go on with. `problem` says what is wrong with its last good checkpoint, without which it can still go on.
 * @throws Error with a sentence when the file cannot be gone on with
 */
export function readRunFile(bytes: Uint8Array, shape: ModelShape): RunContents & { problem?: string } {
  const { file, problems } = readAzrun(bytes);
  if (!file) throw new Error(problems.join(' '));
  const { events, extras } = file;
  const latest = readCheckpoint(extras, shape, '');
  if (!latest)
    throw new Error(
      'This run was saved without what it needs to go on (weights, optimiser and buffers). It can be replayed, not resumed.',
    );
  try {
    return { events, ...latest, good: readCheckpoint(extras, shape, GOOD) };
  } catch {
    const problem = 'The last good checkpoint in this file cannot be read: the run goes on, and cannot go back to it.';
    return { events, ...latest, problem };
  }
}

/** A checkpoint of the file; undefined where one of its entries is missing. */
function readCheckpoint(
  extras: ReadonlyMap<string, Uint8Array>,
  shape: ModelShape,
  prefix: string,
): Checkpoint | undefined {
  const [weights, moments, state] = [WEIGHTS, OPTIMIZER, STATE].map((name) => extras.get(prefix + name));
  if (!weights || !moments || !state) return undefined;
  const { optimizerUpdates, snapshot } = parseState(state);
  const count = parameterCount(shape);
  if (moments.length !== 8 * count)
    throw new Error(
      `The run's optimiser state is of another model size: ${moments.length / 8} parameters, not ${count}.`,
    );
  const average = extras.get(prefix + AVERAGE);
  const floats = new Float32Array(moments.slice().buffer);
  return {
    weights: weightsFromSafetensors(shape, weights, prefix + WEIGHTS),
    optimizer: { updates: optimizerUpdates, first: floats.slice(0, count), second: floats.slice(count) },
    average: average && weightsFromSafetensors(shape, average, prefix + AVERAGE),
    snapshot,
  };
}

function parseState(bytes: Uint8Array): { optimizerUpdates: number; snapshot: SelfPlaySnapshot } {
  try {
    const { optimizerUpdates, snapshot } = JSON.parse(
      new TextDecoder().decode(inflateCapped(bytes, LARGEST_STATE).bytes),
    );
    if (typeof optimizerUpdates === 'number' && typeof snapshot?.step === 'number' && Array.isArray(snapshot.positives))
      return { optimizerUpdates, snapshot };
  } catch {
    // Falls through to the sentence below.
  }
  throw new Error(`The buffers of this run (${STATE}) cannot be read. It can be replayed, not resumed.`);
}
