import { expect, test } from 'vitest';
import { RunState } from '../../core/runlog/runState.ts';
import { tokenRate } from './tokenRate.ts';

function runWith(steps: number, seconds: (step: number) => number): RunState {
  const run = new RunState();
  for (let step = 1; step <= steps; step++) {
    const tokens = { sampled: 600 * step, trained: 400 * step };
    run.append({ kind: 'step', step, updates: step, seconds: seconds(step), tokens, series: {}, hash: '' });
  }
  return run;
}

test('a rate needs two steps', () => {
  expect(tokenRate(runWith(1, (step) => step))).toBeUndefined();
  expect(tokenRate(runWith(2, (step) => 2 * step))).toBe(500);
});

test('only the last steps count, so that the rate follows what happens now', () => {
  expect(tokenRate(runWith(20, (step) => (step < 10 ? step * 100 : 900 + step)))).toBe(1000);
});

test('a clock that stands still gives no rate', () => {
  expect(tokenRate(runWith(5, () => 3))).toBeUndefined();
});
