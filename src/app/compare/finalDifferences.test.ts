import { expect, it } from 'vitest';
import { RunState } from '../../core/runlog/runState.ts';
import { finalDifferences } from './finalDifferences.ts';

/** A run whose step `s` has used `perStep · s` tokens and has `s` as its reward and `s / 100` as its held-out accuracy. */
function state(steps: number, perStep: number): RunState {
  const run = new RunState();
  for (let step = 1; step <= steps; step++) {
    run.append({ kind: 'evaluation', step, types: { deduction: { 1: { n: 100, correct: step } } } });
    run.append({
      kind: 'step',
      step,
      updates: step,
      seconds: step,
      tokens: { sampled: perStep * step, trained: 0 },
      series: { 'solve.deduction.reward': step },
      hash: '',
    });
  }
  return run;
}

it('reads both runs at the tokens of the shorter one', () => {
  const { tokens, steps, rows } = finalDifferences(state(40, 100), state(40, 50));
  expect([tokens, steps]).toEqual([2000, [20, 40]]);
  expect(rows.find((row) => row.label === 'Held-out accuracy, deduction')).toMatchObject({ first: 0.2, second: 0.4 });
  expect(rows.find((row) => row.label === 'Reward, deduction solver')).toMatchObject({ first: 15.5, second: 35.5 });
});

it('leaves out what a run does not have', () => {
  const { tokens, steps, rows } = finalDifferences(state(3, 10), new RunState());
  expect([tokens, steps]).toEqual([0, [0, 0]]);
  expect(rows.every((row) => row.first === undefined && row.second === undefined)).toBe(true);
});
