import { expect, it } from 'vitest';
import { RunState } from '../../core/runlog/runState.ts';
import { heldoutCurve } from './heldoutCurve.ts';

it('pools the depths of each evaluation and places it on the axis', () => {
  const run = new RunState();
  const score = (correct: number, n = 10) => ({ n, correct });
  run.append({ kind: 'evaluation', step: 0, types: { deduction: { 1: score(10), 2: score(0, 30) }, abduction: {} } });
  for (const step of [1, 2]) {
    const tokens = { sampled: 100 * step, trained: 0 };
    run.append({ kind: 'step', step, updates: step, seconds: step, tokens, series: {}, hash: '' });
  }
  run.append({ kind: 'evaluation', step: 2, types: { deduction: { 1: score(10), 2: score(30, 30) } } });
  const curve = heldoutCurve(run, 'deduction', 'tokens');
  expect([[...curve.x], [...curve.steps], [...curve.mean]]).toEqual([
    [0, 200],
    [0, 2],
    [0.25, 1],
  ]);
  expect(heldoutCurve(run, 'abduction', 'step').x).toHaveLength(0);
});
