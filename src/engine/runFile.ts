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
}

const WEIGHTS = 'weights.safetensors';
const OPTIMIZER = 'optimizer.bin';
/** JSON, deflated: the replay pool of a long run is tens of megabytes as text. */
const STATE = 'state.json.deflate';
const LARGEST_STATE = 512 * 2 ** 20;

/** The run as an .azrun file, with weights, optimiser moments and the state of its buffers. */
export function writeRunFile({
  events,
  weights,
  optimizer,
  snapshot,
  shape,
}: RunContents & { shape: ModelShape }): Uint8Array {
  const moments = new Float32Array(2 * optimizer.first.length);
  moments.set(optimizer.first);
  moments.set(optimizer.second, optimizer.first.length);
  const state = deflateSync(
    new TextEncoder().encode(JSON.stringify({ optimizerUpdates: optimizer.updates, snapshot })),
  );
  return writeAzrun({
    events,
    extras: {
      [WEIGHTS]: safetensorsFromWeights(shape, weights),
      [OPTIMIZER]: new Uint8Array(moments.buffer),
      [STATE]: state,
    },
  });
}

/** Reads a run to go on with. @throws Error with a sentence when the file cannot be gone on with. */
export function readRunFile(bytes: Uint8Array, shape: ModelShape): RunContents {
  const { file, problems } = readAzrun(bytes);
  if (!file) throw new Error(problems.join(' '));
  const [weights, moments, state] = [WEIGHTS, OPTIMIZER, STATE].map((name) => file.extras.get(name));
  if (!weights || !moments || !state)
    throw new Error(
      'This run was saved without what it needs to go on (weights, optimiser and buffers). It can be replayed, not resumed.',
    );
  const { optimizerUpdates, snapshot } = parseState(state);
  const count = parameterCount(shape);
  if (moments.length !== 8 * count)
    throw new Error(
      `The run's optimiser state is of another model size: ${moments.length / 8} parameters, not ${count}.`,
    );
  const floats = new Float32Array(moments.slice().buffer);
  return {
    events: file.events,
    weights: weightsFromSafetensors(shape, weights, WEIGHTS),
    optimizer: { updates: optimizerUpdates, first: floats.slice(0, count), second: floats.slice(count) },
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
