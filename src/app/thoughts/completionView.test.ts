import { expect, test } from 'vitest';
import { RunState } from '../../core/runlog/runState.ts';
import { sampleRun } from '../../core/runlog/testing/sampleRun.ts';
import { completionView } from './completionView.ts';

const run = new RunState();
const begun: string[] = [];
for (const event of sampleRun({ steps: 3 })) {
  run.append(event);
  if (event.kind === 'rolloutTokens' && begun.at(-1) !== event.id) {
    begun.push(event.id);
    const view = completionView(run, event.id);
    // While it is being written there is a prompt and there are tokens, and no verdict yet.
    if (!view || view.rollout || view.prompt.length === 0 || view.tokens.length === 0) throw new Error(event.id);
  }
}

test('a solver’s completion brings its task and the proposal that made it', () => {
  const solved = run.rollouts.ofStep(3).find((rollout) => rollout.purpose === 'probe' && rollout.taskId);
  const view = completionView(run, solved!.id)!;
  expect(view.task?.program).toBe(run.tasks.task(solved!.taskId!)?.task.program);
  expect(view.proposal?.probes).toContain(solved!.id);
});

test('a proposal brings its verdict, accepted or refused', () => {
  const proposals = run.rollouts.ofStep(3).filter((rollout) => rollout.role === 'propose');
  expect(proposals.length).toBeGreaterThan(0);
  for (const rollout of proposals) {
    const view = completionView(run, rollout.id)!;
    expect(view.proposal?.rollout).toBe(rollout.id);
    expect(view.proposal?.verdict).toEqual(rollout.verdict);
  }
});

test('an unknown id is no completion', () => {
  expect(completionView(run, 'nothing')).toBeUndefined();
});
