import { expect, it } from 'vitest';
import { RunState } from '../../core/runlog/runState.ts';
import { sharedLevels } from './sharedRange.ts';

function state(...rewards: number[]): RunState {
  const run = new RunState();
  for (const [index, reward] of rewards.entries()) {
    const step = index + 1;
    run.append({
      kind: 'step',
      step,
      updates: step,
      seconds: step,
      tokens: { sampled: 0, trained: 0 },
      series: { 'solve.abduction.reward': reward },
      hash: '',
    });
  }
  return run;
}

it('spans the rewards of all runs on display', () => {
  expect(sharedLevels([state(0.1, 0.3)])).toEqual([0, 0.5]);
  expect(sharedLevels([state(-0.2, 0.3)])).toEqual([-0.5, 0, 0.5]);
  expect(sharedLevels([state(0.1), state(-1, 0.9)])).toEqual([-1, -0.5, 0, 0.5, 1]);
});

it('has a scale before the first step, and for rewards out of range', () => {
  expect(sharedLevels([new RunState()])).toEqual([0, 0.5]);
  expect(sharedLevels([state(-3, 3)])).toEqual([-1, -0.5, 0, 0.5, 1]);
});
