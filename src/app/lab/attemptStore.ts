import { create } from 'zustand';
import type { RunState } from '../../core/runlog/runState.ts';
import { attempt, liveRun } from '../liveSession.ts';
import { type LabState, useLab } from './labStore.ts';
import { inputLines, refuseTask } from './labTask.ts';

/** The last task that was handed to the model, and what came of it. */
export interface AttemptState {
  state: 'none' | 'waiting' | 'done' | 'failed';
  /** Run whose model tries. */
  run?: RunState;
  /** What was handed over, so that a change of it can be told. */
  key: string;
  /** Rollouts of earlier tasks, which are not part of this one. */
  earlier: ReadonlySet<string>;
  /** Once done. */
  rollouts: readonly string[];
  successes: number;
  reward: number;
  /** Why there were no attempts. */
  problem?: string;
}

const none: AttemptState = { state: 'none', key: '', earlier: new Set(), rollouts: [], successes: 0, reward: 0 };

export const useAttempts = create<AttemptState>()(() => none);

/** Ids of the Lab's completions in a run that are not in `earlier`, oldest first. */
export function labRollouts(run: RunState, earlier: ReadonlySet<string>): string[] {
  const ids: string[] = [];
  for (const stream of ['solve.deduction', 'solve.abduction', 'solve.induction'] as const) {
    for (const id of run.rollouts.recentIds(stream)) {
      const purpose = run.rollouts.get(id)?.purpose ?? run.rollouts.live.get(id)?.started.purpose;
      if (purpose === 'lab' && !earlier.has(id)) ids.push(id);
    }
  }
  return ids;
}

/** Tells one task on the table from another. */
export function taskKey({ program, inputs, type, message }: LabState): string {
  return JSON.stringify([program, inputs, type, message]);
}

/** Hands the task on the Lab's table to the current model. */
export async function handToModel(): Promise<void> {
  const { program, inputs, message, type, attempts } = useLab.getState();
  const lines = inputLines(inputs);
  const used = type === 'induction' ? lines.slice(0, lines.length - (lines.length % 2)) : lines.slice(0, 1);
  const problem = refuseTask(type, program, used);
  if (problem) {
    useAttempts.setState({ ...none, state: 'failed', problem });
    return;
  }
  const before = liveRun();
  const answer = attempt({ type, program, inputs: used, attempts, ...(type === 'induction' ? { message } : {}) });
  const run = liveRun()?.state;
  const earlier = new Set(run && run === before?.state ? labRollouts(run, new Set()) : []);
  useAttempts.setState({ ...none, state: 'waiting', run, earlier, key: taskKey(useLab.getState()) });
  try {
    const { rollouts, successes, reward, refused } = await answer;
    useAttempts.setState(
      refused
        ? { state: 'failed', problem: `The task cannot be used: ${refused}` }
        : { state: 'done', rollouts, successes, reward },
    );
  } catch (error) {
    useAttempts.setState({ state: 'failed', problem: error instanceof Error ? error.message : String(error) });
  }
}
