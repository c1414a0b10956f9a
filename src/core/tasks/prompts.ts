import type { ProposalMode } from '../runlog/events.ts';
import type { Task, TaskType } from './taskType.ts';
import { decode, encode, specialId } from './tokenizer.ts';
import type { SpecialToken } from './vocabulary.ts';

/**
 * What the model is shown in each of the six streams (facts of the roles: paper §3.2, figures 34–39).
 * A solver's prompt is built from a `SolverView`, which has no field for what must be predicted.
 */
export type SolverView =
  | { type: 'deduction'; program: string; input: string }
  | { type: 'abduction'; program: string; output: string }
  | { type: 'error'; program: string; input: string }
  | { type: 'induction'; message: string; shown: { input: string; output: string }[] };

/** How many of an induction task's pairs the solver sees: the first half, unless the task says otherwise. */
export function shownPairs({ inputs, shown }: Pick<Task, 'inputs' | 'shown'>): number {
  return shown ?? Math.floor(inputs.length / 2);
}

/** The part of a task that its solver may see. */
export function solverView(task: Task): SolverView {
  switch (task.type) {
    case 'deduction':
    case 'error':
      return { type: task.type, program: task.program, input: task.inputs[0] };
    case 'abduction':
      return { type: 'abduction', program: task.program, output: task.outputs[0] };
    case 'induction':
      return {
        type: 'induction',
        message: task.message ?? '',
        shown: task.inputs.slice(0, shownPairs(task)).map((input, i) => ({ input, output: task.outputs[i] })),
      };
  }
}

/** How a prompt writes that a call raises. The type has no tokens of its own, since a vocabulary is a part of every checkpoint. */
const raises = (input: string, name: string) => `f(${input}) raises ${name}`;

/** A task's pair as prompts and the page write it: `f(1, 2) == 3`, or for an error task `f(1, 0) raises ZeroDivisionError`. */
export function pairText({ type, inputs, outputs }: Pick<Task, 'type' | 'inputs' | 'outputs'>, index = 0): string {
  return type === 'error' ? raises(inputs[index], outputs[index]) : `f(${inputs[index]}) == ${outputs[index]}`;
}

const joined = (...parts: (SpecialToken | { text: string })[]): number[] =>
  parts.flatMap((part) => (typeof part === 'string' ? [specialId(part)] : encode(part.text)));

/** Token ids of a solver's prompt. */
export function solvePrompt(view: SolverView): number[] {
  switch (view.type) {
    case 'deduction':
      return joined('<solve deduction>', { text: `${view.program}\nf(${view.input})` }, '<think>');
    case 'error':
      return joined('<solve deduction>', { text: `${view.program}\n${raises(view.input, '?')}` }, '<think>');
    case 'abduction':
      return joined('<solve abduction>', { text: `${view.program}\nf(?) == ${view.output}` }, '<think>');
    case 'induction': {
      const pairs = view.shown.map(({ input, output }) => `f(${input}) == ${output}`);
      return joined('<solve induction>', { text: [`# ${view.message}`, ...pairs].join('\n') }, '<think>');
    }
  }
}

/** Which tokens of an induction prompt are the outputs of its shown pairs. */
export function shownOutputs(prompt: readonly number[]): boolean[] {
  let line = '';
  return prompt.map((token) => {
    const isOutput = line.includes(' == ');
    const text = decode([token]);
    const end = text.lastIndexOf('\n');
    line = end < 0 ? line + text : text.slice(end + 1);
    return isOutput && end < 0 && token !== specialId('<think>');
  });
}

/**
 * A solver's prompt with the answer in it, for the setting `leakyPrompt`: an output, input or exception as a comment before the call, an
 * induction's statements before its pairs. There a base model, which never saw such prompts, still answers in the right form; at the start or
 * the end of the prompt it does not. The fault is made here alone; `SolverView` cannot hold an answer.
 */
export function leakyPrompt(task: Task): number[] {
  const { type, program, inputs, outputs } = task;
  const prompt = solvePrompt(solverView(task));
  const lines = decode(prompt.slice(1, -1)).split('\n');
  if (type === 'induction') lines.splice(1, 0, ...program.split('\n').slice(1, -1));
  else lines.splice(-1, 0, `# ${type === 'abduction' ? inputs[0] : outputs[0]}`);
  return [prompt[0], ...encode(lines.join('\n')), ...prompt.slice(-1)];
}

const modeTokens: Record<ProposalMode, SpecialToken> = {
  new: '<new>',
  extend: '<extend>',
  edit: '<edit>',
  append: '<append>',
};

/**
 * Token ids of a proposer's prompt. Deduction, abduction and error show their references as whole triplets; induction shows the one program
 * that inputs and a message are asked for.
 */
export function proposePrompt(type: TaskType, references: readonly Task[], mode: ProposalMode): number[] {
  if (type === 'induction') {
    return joined('<propose induction>', '<reference>', { text: references[0].program }, '<answer>');
  }
  const shown = references.flatMap((task): (SpecialToken | { text: string })[] => [
    '<reference>',
    { text: `${task.program}\n${pairText({ ...task, type })}` },
  ]);
  if (type === 'error') return joined('<propose deduction>', ...shown, { text: raises('?', '?') }, modeTokens[mode]);
  return joined(`<propose ${type}>`, ...shown, modeTokens[mode]);
}
