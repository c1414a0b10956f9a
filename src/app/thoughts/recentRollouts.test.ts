import { expect, test } from 'vitest';
import { RunState } from '../../core/runlog/runState.ts';
import { sampleRun } from '../../core/runlog/testing/sampleRun.ts';
import { recentRollouts } from './recentRollouts.ts';

test('the newest finished completions of one stream, newest first, and never more than asked for', () => {
  const run = new RunState();
  for (const event of sampleRun({ steps: 5 })) run.append(event);
  const found = recentRollouts(run, 'solve.abduction', 10);
  expect(found).toHaveLength(10);
  expect(found.every((rollout) => rollout.role === 'solve' && rollout.type === 'abduction')).toBe(true);
  const steps = found.map((rollout) => rollout.step);
  expect(steps).toEqual([...steps].sort((a, b) => b - a));
  expect(recentRollouts(new RunState(), 'solve.abduction')).toEqual([]);
});
