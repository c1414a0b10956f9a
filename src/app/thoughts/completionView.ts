import type { Proposal, Rollout, RolloutPurpose } from '../../core/runlog/events.ts';
import type { RunState } from '../../core/runlog/runState.ts';
import type { Role, Task, TaskType } from '../../core/tasks/taskType.ts';

/** A completion as a column shows it, finished or still being written. */
export interface CompletionView {
  id: string;
  role: Role;
  type: TaskType;
  purpose: RolloutPurpose;
  step: number;
  prompt: readonly number[];
  /** Grows in place while it is being written. */
  tokens: readonly number[];
  /** The judged completion; undefined while it is being written. */
  rollout?: Rollout;
  /** Solver: the task being solved, where it is known. */
  task?: Task;
  /** Proposer: what became of it, once it is validated and probed. Solver: the proposal that made the task. */
  proposal?: Proposal;
}

/** Reads a completion from a run; undefined when the run does not have it, or no longer. */
export function completionView(run: RunState, id: string): CompletionView | undefined {
  const rollout = run.rollouts.get(id);
  if (rollout) {
    const accepted = rollout.taskId === undefined ? undefined : run.tasks.task(rollout.taskId);
    const proposal = rollout.role === 'propose' ? proposalOf(run, rollout) : madeBy(run, accepted?.proposal);
    return { ...rollout, rollout, task: rollout.task ?? accepted?.task, proposal };
  }
  const live = run.rollouts.live.get(id);
  return live ? { ...live.started, tokens: live.tokens } : undefined;
}

function madeBy(run: RunState, proposal: string | undefined): Proposal | undefined {
  return proposal === undefined ? undefined : run.tasks.proposal(proposal);
}

/** The judged proposal of a proposer's completion. */
function proposalOf(run: RunState, rollout: Rollout): Proposal | undefined {
  if (rollout.verdict.kind === 'accepted') return madeBy(run, run.tasks.task(rollout.verdict.taskId)?.proposal);
  const refused = run.tasks.refused();
  for (let i = refused.length - 1; i >= 0; i--) if (refused[i].rollout === rollout.id) return refused[i];
  return undefined;
}
