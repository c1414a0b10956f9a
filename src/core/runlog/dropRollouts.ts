import type { Rollout, RunEvent, TaskAttempts } from './events.ts';

/**
 * The log without the completions that are not kept. Attempts at buffer tasks stay as counts at the end of their step, so that the solve
 * rate of a task is the same; proposals already hold theirs.
 */
export function dropRollouts(events: readonly RunEvent[], keep: (rollout: Rollout) => boolean): RunEvent[] {
  const result: RunEvent[] = [];
  let dropped = new Map<string, TaskAttempts>();
  for (const event of events) {
    if (event.kind === 'rollout' && !keep(event)) {
      if (event.purpose === 'solve' && event.taskId !== undefined) count(dropped, event.taskId, event);
      continue;
    }
    if (event.kind === 'step') {
      for (const attempts of dropped.values()) result.push(attempts);
      dropped = new Map();
    }
    result.push(event);
  }
  for (const attempts of dropped.values()) result.push(attempts);
  return result;
}

function count(dropped: Map<string, TaskAttempts>, taskId: string, rollout: Rollout): void {
  let attempts = dropped.get(taskId);
  if (!attempts) dropped.set(taskId, (attempts = { kind: 'attempts', step: rollout.step, taskId, n: 0, correct: 0 }));
  attempts.n++;
  if (rollout.verdict.kind === 'correct') attempts.correct++;
}
