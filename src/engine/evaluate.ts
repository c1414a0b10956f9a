import { Purpose } from '../core/rng.ts';
import type { Evaluation, RunEvent } from '../core/runlog/events.ts';
import { countFaithfulness } from '../core/tasks/faithfulness.ts';
import type { HeldOutTask } from '../core/tasks/heldOut.ts';
import type { Language } from '../core/tasks/language.ts';
import { allTaskTypes } from '../core/tasks/taskType.ts';
import type { LanguageModel } from '../nn/languageModel.ts';
import type { Judge } from './judge/judge.ts';
import { judgedChain, type SolvedAttempt, solve } from './solver.ts';

/** Greedy accuracy on held-out tasks, by task type and depth, and whether the reasoning was true. One attempt in each cell is logged, so that the cell can be opened. */
export async function evaluateHeldOut(
  model: LanguageModel,
  judge: Judge,
  language: Language,
  tasks: readonly HeldOutTask[],
  step: number,
  fuel: number,
  emit: (event: RunEvent) => void,
): Promise<Evaluation> {
  const attempts = tasks.map(({ id, task, depth }, item) => ({
    id: `${step}.evaluate.${id}`,
    purpose: 'evaluate' as const,
    task,
    depth,
    closingLine: language.closingLine,
    item,
    streamed: false,
  }));
  const logged = new Set<string>();
  const firstOfCell = (event: RunEvent) => {
    if (event.kind !== 'rollout') return emit(event);
    const cell = `${event.type} ${event.depth}`;
    if (logged.has(cell)) return;
    logged.add(cell);
    const { reward: _, ...unrewarded } = event;
    emit(unrewarded);
  };
  const solved = await solve(model, judge, attempts, fuel, {
    seed: 0,
    purpose: Purpose.evaluation,
    step: 0,
    temperature: 0,
    emit: firstOfCell,
  });
  return scoreByDepth(solved, step);
}

function scoreByDepth(solved: readonly SolvedAttempt[], step: number): Evaluation {
  const types: Evaluation['types'] = {};
  const marks: NonNullable<Evaluation['solved']> = {};
  for (const { attempt, judgement } of solved) {
    const depths = (types[attempt.task.type] ??= {});
    const score = (depths[attempt.depth] ??= { n: 0, correct: 0 });
    score.n++;
    const correct = judgement.verdict.kind === 'correct';
    if (correct) score.correct++;
    const row = (marks[attempt.task.type] ??= {});
    row[attempt.depth] = (row[attempt.depth] ?? '') + (correct ? '1' : '0');
  }
  return { kind: 'evaluation', step, types, solved: marks, reasoning: reasoningByType(solved) };
}

/** What the trace says of the reasoning of each type that was attempted. */
export function reasoningByType(solved: readonly SolvedAttempt[]): NonNullable<Evaluation['reasoning']> {
  const chains = solved.map(judgedChain);
  return Object.fromEntries(
    allTaskTypes.flatMap((type) => {
      const ofType = chains.filter((chain) => chain.type === type);
      return ofType.length === 0 ? [] : [[type, countFaithfulness(ofType)]];
    }),
  );
}
