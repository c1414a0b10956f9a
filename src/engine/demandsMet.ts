import type { Config } from '../core/config/schema.ts';
import type { SolverAnswer } from '../core/tasks/completions.ts';
import { programFacts } from '../core/tasks/programFacts.ts';
import { followsProgram } from '../core/tasks/reasoning.ts';
import type { Task } from '../core/tasks/taskType.ts';
import type { Judgement } from '../core/tasks/verification.ts';

/** What a positive can be asked to have (setting `positivesNeed`); each demand includes those before it. */
export type Demand = Config['positivesNeed'];

/** The demands that a judged answer meets: none when it is wrong. `depth` is that of the task; an induced program must have as many lines of reasoning. */
export function demandsMet(
  { task, depth }: { task: Task; depth: number },
  answer: SolverAnswer,
  judgement: Judgement,
): readonly Demand[] {
  if (judgement.verdict.kind !== 'correct') return [];
  if (!judgement.stated.every((value) => value.true)) return ['answer'];
  return followsTask(task, depth, answer, judgement) ? ['answer', 'values', 'reasoning'] : ['answer', 'values'];
}

function followsTask(task: Task, depth: number, { reasoning, ...answer }: SolverAnswer, { lines }: Judgement): boolean {
  if (task.type !== 'induction') return followsProgram(task.type, reasoning, lines);
  return (
    answer.wellFormed && lines.length === depth && reasoning.length === programFacts(answer.answer).statements.length
  );
}
