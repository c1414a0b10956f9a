import { allTaskTypes, type TaskType } from '../tasks/taskType.ts';
import type { CreditEntry, Proposal, TaskAccepted } from './events.ts';

/** Solver attempts at a task and how many were correct. */
export interface SolveCount {
  n: number;
  correct: number;
}

const byType = <T>(): Record<TaskType, T[]> => ({ deduction: [], abduction: [], induction: [], error: [] });

/** The buffer and the proposals that made it or were refused, as far as the log has been read. */
export class TaskBook {
  private readonly tasks = new Map<string, TaskAccepted>();
  private readonly taskLists = byType<TaskAccepted>();
  private readonly order: TaskAccepted[] = [];
  private readonly proposals = new Map<string, Proposal>();
  private readonly proposalOfRollout = new Map<string, string>();
  private readonly refusedList: Proposal[] = [];
  private readonly counts = new Map<string, SolveCount>();
  private readonly children = new Map<string, string[]>();
  /** Refused proposals over the whole run, by reason; also those no longer kept. */
  readonly refusals = new Map<string, number>();

  /** @param refusedKept how many refused proposals stay readable, newest first; accepted ones stay for ever. */
  constructor(private readonly refusedKept: number) {}

  task(id: string): TaskAccepted | undefined {
    return this.tasks.get(id);
  }

  /** Number of tasks of a type, or of all types. */
  size(type?: TaskType): number {
    return type ? this.taskLists[type].length : this.order.length;
  }

  /** All tasks, oldest first. The array grows in place. */
  all(): readonly TaskAccepted[] {
    return this.order;
  }

  /** Tasks of a type, oldest first. The array grows in place: read it, do not keep a sorted copy of it. */
  list(type: TaskType): readonly TaskAccepted[] {
    return this.taskLists[type];
  }

  /** The index-th newest task of a type; 0 is the newest. */
  newest(type: TaskType, index: number): TaskAccepted | undefined {
    const list = this.taskLists[type];
    return list[list.length - 1 - index];
  }

  proposal(id: string): Proposal | undefined {
    return this.proposals.get(id);
  }

  /** The proposal that a completion made, if it made one. */
  proposalOf(rollout: string): Proposal | undefined {
    return this.proposals.get(this.proposalOfRollout.get(rollout) ?? '');
  }

  /** Refused proposals that are still kept, oldest first. */
  refused(): readonly Proposal[] {
    return this.refusedList;
  }

  /** Solver attempts at a task, over all its rollouts: probes when it was proposed, and solving later. */
  solveCount(taskId: string): SolveCount {
    return this.counts.get(taskId) ?? { n: 0, correct: 0 };
  }

  /** Ids of the tasks whose proposer was shown this task. */
  childrenOf(taskId: string): readonly string[] {
    return this.children.get(taskId) ?? [];
  }

  addTask(event: TaskAccepted): void {
    if (this.tasks.has(event.id) || !allTaskTypes.includes(event.task.type)) return;
    this.tasks.set(event.id, event);
    this.taskLists[event.task.type].push(event);
    this.order.push(event);
    for (const reference of new Set(event.references)) {
      const list = this.children.get(reference);
      if (list) list.push(event.id);
      else this.children.set(reference, [event.id]);
    }
  }

  /** The buffer went back to what it was after step `to`: later tasks leave its lists, and stay readable by their ids. */
  forget(to: number, now: number): void {
    for (const list of [this.order, ...Object.values(this.taskLists)]) {
      const stay = list.filter(({ step }) => step <= to || step > now);
      list.splice(0, list.length, ...stay);
    }
  }

  /** Adds a proposal; the probe attempts of an accepted one count towards its task. */
  addProposal(proposal: Proposal): void {
    if (this.proposals.has(proposal.id)) return;
    this.proposals.set(proposal.id, proposal);
    this.proposalOfRollout.set(proposal.rollout, proposal.id);
    if (proposal.verdict.kind === 'accepted') {
      this.countAttempts(proposal.verdict.taskId, proposal.probes.length, proposal.successes ?? 0);
      return;
    }
    const reason = proposal.verdict.reason;
    this.refusals.set(reason, (this.refusals.get(reason) ?? 0) + 1);
    this.refusedList.push(proposal);
    if (this.refusedList.length >= 2 * this.refusedKept) {
      for (const old of this.refusedList.splice(0, this.refusedList.length - this.refusedKept)) {
        this.proposals.delete(old.id);
        this.proposalOfRollout.delete(old.rollout);
      }
    }
  }

  /** Takes over what a proposal earned; a copy replaces it, so that a panel sees the change. */
  credit({ id, reward, advantage }: CreditEntry): void {
    const proposal = this.proposalOf(id);
    if (!proposal) return;
    const credited = { ...proposal, reward, advantage };
    this.proposals.set(proposal.id, credited);
    const refused = this.refusedList.lastIndexOf(proposal);
    if (refused >= 0) this.refusedList[refused] = credited;
  }

  countAttempts(taskId: string, n: number, correct: number): void {
    if (n === 0) return;
    const count = this.counts.get(taskId);
    if (!count) this.counts.set(taskId, { n, correct });
    else {
      count.n += n;
      count.correct += correct;
    }
  }
}
