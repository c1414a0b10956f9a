import { parseLiteral, parseLiteralArguments } from '../core/python/literal.ts';
import { PythonSyntaxError } from '../core/python/pythonSyntaxError.ts';
import { runRequest } from '../core/python/run.ts';
import { depthMessage } from '../core/tasks/language.ts';
import { programFacts } from '../core/tasks/programFacts.ts';
import { solvePrompt, solverView } from '../core/tasks/prompts.ts';
import { allTaskTypes, type Task } from '../core/tasks/taskType.ts';
import { canEncode } from '../core/tasks/tokenizer.ts';
import { traceLines } from '../core/tasks/traceLines.ts';

/** A task of a file, and what came of it. */
export interface TaskRow {
  id: string;
  task: Task;
  depth: number;
  /** Why it was left out; such a task never counts as wrong. */
  skipped?: string;
  greedy?: boolean;
  successes?: number;
}

/**
 * Reads a file of tasks, one JSON object a line: `{id, type, program, inputs, outputs, message?}`.
 * @throws Error with line and reason for a row that is no task
 */
export function readTasks(text: string, context: number): TaskRow[] {
  return text
    .split('\n')
    .flatMap((line, index): TaskRow[] => (line.trim() === '' ? [] : [readRow(line, index + 1, context)]));
}

function readRow(line: string, number: number, context: number): TaskRow {
  let row: Record<string, unknown>;
  try {
    row = JSON.parse(line);
  } catch {
    throw new Error(`Line ${number} of the tasks is not JSON.`);
  }
  const { type, program, inputs, outputs, message } = row;
  const texts = (value: unknown): value is string[] =>
    Array.isArray(value) && value.every((item) => typeof item === 'string');
  const known = allTaskTypes.find((name) => name === type);
  if (
    !known ||
    typeof program !== 'string' ||
    !texts(inputs) ||
    !texts(outputs) ||
    inputs.length !== outputs.length ||
    inputs.length === 0
  ) {
    throw new Error(
      `Line ${number} of the tasks is no task: it needs type, program, and inputs and outputs of equal length.`,
    );
  }
  if (known === 'induction' && inputs.length < 4)
    throw new Error(`Line ${number}: an induction task needs at least four pairs.`);
  const task: Task = { type: known, program, inputs, outputs };
  const ran = tracedDepth(task);
  if ('skipped' in ran) return { id: String(row['id'] ?? number), task, depth: 0, skipped: ran.skipped };
  const { depth } = ran;
  if (known === 'induction') task.message = typeof message === 'string' ? message : depthMessage(depth);
  return { id: String(row['id'] ?? number), task, depth, skipped: whySkipped(task, depth, context) };
}

/** Lines that the program runs on the first input, or why it cannot be said. */
function tracedDepth({ type, program, inputs }: Task): { depth: number } | { skipped: string } {
  try {
    const facts = programFacts(program);
    const result = runRequest({ code: program, args: inputs[0], trace: true });
    const raises = !result.ok && result.error.kind === 'python';
    if (type === 'error' && result.ok) return { skipped: 'no exception' };
    return result.ok || (type === 'error' && raises)
      ? { depth: traceLines(program, facts, result.trace ?? []).length }
      : { skipped: result.error.kind };
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    return { skipped: 'syntax' };
  }
}

function whySkipped(task: Task, depth: number, context: number): string | undefined {
  if (![task.program, task.message ?? '', ...task.inputs, ...task.outputs].every(canEncode))
    return 'characters outside the vocabulary';
  if (solvePrompt(solverView(task)).length + 18 * Math.max(1, depth) > context) return 'too long';
  try {
    for (const input of task.inputs) parseLiteralArguments(input);
    if (task.type !== 'error') for (const output of task.outputs) parseLiteral(output);
  } catch {
    return 'not literal';
  }
  return undefined;
}
