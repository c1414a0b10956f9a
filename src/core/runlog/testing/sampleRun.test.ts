import { expect, it } from 'vitest';
import { taskTypes } from '../../tasks/taskType.ts';
import { RunState } from '../runState.ts';
import { sampleRun } from './sampleRun.ts';

it('fills every part of the state, with references that resolve', () => {
  const state = new RunState();
  for (const event of sampleRun({ steps: 12 })) state.append(event);
  expect(state.ended?.step).toBe(12);
  expect(state.rollouts.live.size).toBe(0);
  expect(state.tasks.refused().length).toBeGreaterThan(0);
  expect(state.evaluations.map(({ step }) => step)).toEqual([0, 10, 12]);
  for (const type of taskTypes) {
    for (const task of state.tasks.list(type)) {
      for (const reference of task.references) expect(state.tasks.task(reference)).toBeDefined();
      if (!task.proposal) continue;
      const proposal = state.tasks.proposal(task.proposal);
      expect(state.rollouts.get(proposal?.rollout ?? '')).toBeDefined();
      expect(state.tasks.solveCount(task.id).n).toBeGreaterThanOrEqual(4);
    }
  }
});

it('is the same for the same options', () => {
  expect([...sampleRun({ steps: 3 })]).toEqual([...sampleRun({ steps: 3 })]);
});
