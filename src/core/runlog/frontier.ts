import type { TaskType } from '../tasks/taskType.ts';
import type { Evaluation, Score } from './events.ts';

/** Held-out accuracy of a task type by program depth (rows) over steps (columns). */
export interface Frontier {
  /** Steps with an evaluation of this type, rising. */
  steps: number[];
  /** Depths that occur, rising. */
  depths: number[];
  /** `cells[row][column]`: the score of depth `depths[row]` at `steps[column]`, undefined where nothing was evaluated. */
  cells: (Score | undefined)[][];
}

/** The frontier matrix of a task type, from all evaluations of a run. A step evaluated twice shows the later evaluation. */
export function frontierOf(evaluations: readonly Evaluation[], type: TaskType): Frontier {
  const byStep = new Map<number, Record<number, Score>>();
  for (const evaluation of evaluations) {
    const scores = evaluation.types[type];
    if (scores) byStep.set(evaluation.step, scores);
  }
  const rising = (a: number, b: number) => a - b;
  const steps = [...byStep.keys()].sort(rising);
  const depths = [...new Set([...byStep.values()].flatMap((scores) => Object.keys(scores).map(Number)))].sort(rising);
  return { steps, depths, cells: depths.map((depth) => steps.map((step) => byStep.get(step)?.[depth])) };
}
