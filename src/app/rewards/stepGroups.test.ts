import { expect, it } from 'vitest';
import type { Rollout } from '../../core/runlog/events.ts';
import { RunState } from '../../core/runlog/runState.ts';
import { meanReward, stepGroups } from './stepGroups.ts';

const rollout = (id: string, more: Partial<Rollout>): Rollout => ({
  kind: 'rollout',
  step: 4,
  id,
  role: 'solve',
  type: 'deduction',
  purpose: 'solve',
  prompt: [],
  tokens: [],
  logProbs: [],
  stopped: 'end',
  verdict: { kind: 'correct', answer: '1' },
  ...more,
});

it('groups the completions of a stream and step by task', () => {
  const run = new RunState();
  run.append(rollout('a', { taskId: 't1', purpose: 'probe', reward: 1 }));
  run.append(rollout('b', { taskId: 't1', purpose: 'probe', reward: -0.5 }));
  run.append(rollout('c', { taskId: 't1', reward: 1 }));
  run.append(rollout('d', { taskId: 't2', type: 'abduction' }));
  run.append(rollout('e', { purpose: 'evaluate' }));
  run.append(rollout('f', { taskId: 't1', step: 5 }));
  const groups = stepGroups(run, { stream: 'solve.deduction', step: 4 });
  expect(groups.map((group) => [group.purpose, group.rollouts.map(({ id }) => id)])).toEqual([
    ['probe', ['a', 'b']],
    ['solve', ['c']],
  ]);
  expect(meanReward(groups[0].rollouts)).toBe(0.25);
});

it('lists proposals one by one', () => {
  const run = new RunState();
  for (const id of ['a', 'b']) run.append(rollout(id, { role: 'propose', purpose: 'propose' }));
  expect(stepGroups(run, { stream: 'propose.deduction', step: 4 })).toHaveLength(2);
  expect(meanReward(run.rollouts.ofStep(4))).toBeUndefined();
});
