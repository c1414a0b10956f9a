import type { RunState } from '../../core/runlog/runState.ts';
import type { Axis } from '../../core/runlog/seriesStore.ts';
import type { TaskType } from '../../core/tasks/taskType.ts';
import type { Curve } from './chartTraces.ts';

/**
 * Held-out accuracy of a task type over all depths, one point an evaluation, from the evaluations themselves: that of the base model,
 * before the first step, is one of them.
 */
export function heldoutCurve(run: RunState, type: TaskType, axis: Axis): Curve {
  const byStep = new Map<number, number>();
  for (const { step, types } of run.evaluations) {
    const scores = Object.values(types[type] ?? {});
    const n = scores.reduce((sum, score) => sum + score.n, 0);
    if (n > 0) byStep.set(step, scores.reduce((sum, score) => sum + score.correct, 0) / n);
  }
  const steps = new Float64Array([...byStep.keys()].sort((a, b) => a - b));
  const mean = steps.map((step) => byStep.get(step) as number);
  return { x: steps.map((step) => run.series.positionOf(step, axis)), steps, mean, min: mean, max: mean };
}
