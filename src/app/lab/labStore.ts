import { create } from 'zustand';
import type { RunError, RunResult } from '../../core/python/api.ts';
import type { TaskType } from '../../core/tasks/taskType.ts';
import { judge } from '../../engine/judgePort.ts';
import { useStore } from '../store.ts';
import { examples } from './examples.ts';
import { inputLines } from './labTask.ts';

/** A program that was run: one result an input. */
export interface LabRun {
  program: string;
  inputs: string[];
  results: RunResult[];
}

export interface LabState {
  program: string;
  /** Argument lists, one a line. */
  inputs: string;
  message: string;
  type: TaskType;
  attempts: number;
  running: boolean;
  run?: LabRun;
  /** Why the last press of Run gave nothing. */
  problem?: string;
}

/** What is on the Lab's table. It outlives a change of view; a link may bring a program here, which then waits for Run. */
export const useLab = create<LabState>()(() => ({
  program: examples[0].program,
  inputs: examples[0].inputs,
  message: '',
  type: 'deduction',
  attempts: 8,
  running: false,
}));

/** The error of a run that concerns its program, to be marked in the editor while the program is unchanged. */
export function programError({ run, program }: LabState): RunError | undefined {
  if (run?.program !== program) return undefined;
  const failed = run.results.find((result) => !result.ok);
  return failed && !failed.ok && failed.error.line > 0 ? failed.error : undefined;
}

/** Runs the program on every input, with traces, in the page's judge worker. */
export async function runProgram(): Promise<void> {
  const { program, inputs, running } = useLab.getState();
  if (running) return;
  const lines = inputLines(inputs);
  if (lines.length === 0) {
    useLab.setState({ problem: 'Type an input for f first, for example [3, 1, 2].' });
    return;
  }
  const { fuel } = useStore.getState().draft;
  useLab.setState({ running: true, problem: undefined });
  try {
    const results = await judge(lines.map((args) => ({ code: program, args, fuel, trace: true })));
    useLab.setState({ running: false, run: { program, inputs: lines, results } });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    useLab.setState({
      running: false,
      problem: `The interpreter could not be started: ${reason} Reload the page to try again.`,
    });
  }
}
