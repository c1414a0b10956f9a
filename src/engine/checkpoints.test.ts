import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ModelShape, modelShape } from '../nn/modelShape.ts';
import { Checkpoints } from './checkpoints.ts';
import type { SelfPlay } from './selfplay.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

/** Milliseconds that reading the model back takes, and a step. */
const [READING, STEP] = [300, 4000];

/** The steps after which a checkpoint was taken, of a run of 20. */
async function keptSteps(shape: ModelShape): Promise<number[]> {
  const state = { step: 0, snapshot: () => ({ step: state.step }) };
  const getWeights = async () => {
    vi.advanceTimersByTime(READING);
    return new Float32Array(1);
  };
  const model = { shape, getWeights, getOptimizer: async () => ({}) };
  const selfPlay = { model, state, average: {} } as unknown as SelfPlay;
  const checkpoints = new Checkpoints();
  const kept: number[] = [];
  for (; state.step < 20; state.step++) {
    const before = checkpoints.latest;
    await checkpoints.keepIfDue(selfPlay, true);
    if (checkpoints.latest !== before) kept.push(state.step);
    vi.advanceTimersByTime(STEP);
  }
  expect((await checkpoints.current(selfPlay, true)).latest.snapshot.step).toBe(20);
  return kept;
}

it('keeps a small model after every step, and a large one in a fiftieth of the time', async () => {
  expect(await keptSteps(modelShape('small', 300))).toEqual(Array.from({ length: 20 }, (_, step) => step));
  // 300 ms · 50 = 15 s, which four steps take.
  expect(await keptSteps(modelShape('huge', 300))).toEqual([0, 4, 8, 12, 16]);
});
