import type { SolverView } from './prompts.ts';

/** A line of reasoning: a line copied from the program, and the values that it states. */
export interface ReasoningLine {
  /** 0-based line in the completion's text. */
  line: number;
  statement: string;
  stated: { variable: string; value: string }[];
  /** Whether it is the closing line, which only states the answer: the `return`, or for abduction the call. */
  closing?: boolean;
}

/** What a solver's completion says. */
export type SolverAnswer =
  | { wellFormed: true; answer: string; reasoning: ReasoningLine[] }
  | { wellFormed: false; reason: string; reasoning: ReasoningLine[] };

const LINE = /^(\S.*?) {2}# (\S.*)$/;
const ASSIGNMENT = /^[A-Za-z_][\w.]*(?:\[.*\])? (?:[^\s\w]{1,3})?= \S/;
const NAMED_VALUE = /^([A-Za-z_]\w*) = (\S.*)$/;
const CALL = /^f\((.*)\)$/;
const INDUCTION_LINE = /^ {4}(([A-Za-z_]\w*) = \S.*?) {2}# (\S.*)$/;

/** What a line of reasoning is about: the variable that it sets, or, for a header, its text. */
export function subjectOf(statement: string): string {
  return /^([A-Za-z_]\w*)(?:\[.*\])? (?:[^\s\w]{1,3})?= /.exec(statement)?.[1] ?? statement;
}

/** Whether a line is the head of a compound statement. */
export function isHeader(statement: string): boolean {
  return /^(?:for|if|elif|while) .*:$/.test(statement);
}

/**
 * Reads a solver's completion.
 * Deduction: lines `e = d[::-1]  # [4, 3]`, forwards, each with the value after it; the last stated value is the output.
 * Error: the same up to the line that raises, which states the exception: `e = [9 // v for v in d]  # ZeroDivisionError`.
 * Abduction: lines `e = d[::-1]  # d = [3, 4]`, backwards, each with the values that it read; the last is the input.
 * An `if` states whether its condition holds, a `for` the items still to come: `for g in d:  # [3, 4]`. In languages with more than one
 * variable a closing line states the answer: `return g  # 7`, `f([3, 4], 1)`.
 * Induction: a program whose statements carry the values of both shown pairs as comments; the answer is the program without them.
 */
export function readAnswer(type: SolverView['type'], text: string): SolverAnswer {
  return type === 'induction' ? readProgram(text) : readStates(type, text);
}

function readStates(type: 'deduction' | 'abduction' | 'error', text: string): SolverAnswer {
  const reasoning: ReasoningLine[] = [];
  const lines = text.replace(/\n$/, '').split('\n');
  for (const [line, content] of lines.entries()) {
    const isLast = line === lines.length - 1;
    const read =
      (isLast && readClosing(type, content)) || (type === 'abduction' ? readBackwards : readForwards)(content);
    if (!read) {
      const shape = type === 'abduction' ? 'name = expression  # name = value' : 'name = expression  # value';
      return { wellFormed: false, reason: `Line ${line + 1} is not of the form "${shape}".`, reasoning };
    }
    reasoning.push({ line, ...read });
  }
  return { wellFormed: true, answer: reasoning[reasoning.length - 1].stated[0].value, reasoning };
}

function readClosing(
  type: 'deduction' | 'abduction' | 'error',
  content: string,
): Omit<ReasoningLine, 'line'> | undefined {
  if (type === 'error') return undefined;
  const call = CALL.exec(content);
  if (type === 'abduction')
    return call ? { statement: 'f', stated: [{ variable: 'f', value: call[1] }], closing: true } : undefined;
  const match = LINE.exec(content);
  if (!match?.[1].startsWith('return ')) return undefined;
  return { statement: match[1], stated: [{ variable: 'return', value: match[2] }], closing: true };
}

function readForwards(content: string): Omit<ReasoningLine, 'line'> | undefined {
  const match = LINE.exec(content);
  if (!match || !(ASSIGNMENT.test(match[1]) || isHeader(match[1]))) return undefined;
  return { statement: match[1], stated: [{ variable: subjectOf(match[1]), value: match[2] }] };
}

function readBackwards(content: string): Omit<ReasoningLine, 'line'> | undefined {
  const match = LINE.exec(content);
  if (!match || !(ASSIGNMENT.test(match[1]) || isHeader(match[1]))) return undefined;
  const [, statement, comment] = match;
  const named = comment.split(/; (?=[A-Za-z_]\w* = )/).map((part) => NAMED_VALUE.exec(part));
  if (named.every((part) => part !== null))
    return { statement, stated: named.map(([, variable, value]) => ({ variable, value })) };
  return isHeader(statement) ? { statement, stated: [{ variable: subjectOf(statement), value: comment }] } : undefined;
}

function readProgram(text: string): SolverAnswer {
  const reasoning: ReasoningLine[] = [];
  const lines = text.split('\n');
  const code: string[] = [];
  for (const [line, content] of lines.entries()) {
    const match = INDUCTION_LINE.exec(content);
    if (match) {
      const stated = match[3].split('; ').map((value) => ({ variable: match[2], value }));
      reasoning.push({ line, statement: match[1], stated });
      code.push(`    ${match[1]}`);
    } else {
      code.push(content);
    }
  }
  if (!/^def f\(.*\):/.test(text)) {
    return { wellFormed: false, reason: 'The program does not begin with "def f(…):".', reasoning };
  }
  if (!/\n {4}return \S/.test(text)) return { wellFormed: false, reason: 'The program returns nothing.', reasoning };
  return { wellFormed: true, answer: code.join('\n'), reasoning };
}

/** What a proposer's completion says. */
export type ProposalText =
  | { wellFormed: true; program: string; inputs: string[]; message?: string }
  | { wellFormed: false; reason: string };

/** Reads a new program and its input: the program, then a line `f(input)`. */
export function readTriplet(text: string): ProposalText {
  const match = /^(def f\([\s\S]*)\nf\((.*)\)$/.exec(text);
  if (!match) return { wellFormed: false, reason: 'A proposal is a program with entry f, then a line "f(input)".' };
  return { wellFormed: true, program: match[1], inputs: [match[2]] };
}

/** Reads the inputs and the message proposed for `program`: lines `f(input)`, then `# message`. */
export function readInductionInputs(program: string, text: string): ProposalText {
  const lines = text.split('\n');
  const last = lines.pop() as string;
  if (!last.startsWith('# '))
    return { wellFormed: false, reason: 'The last line of an induction proposal is "# message".' };
  const inputs: string[] = [];
  for (const line of lines) {
    const match = /^f\((.*)\)$/.exec(line);
    if (!match) return { wellFormed: false, reason: `"${line}" is not of the form "f(input)".` };
    inputs.push(match[1]);
  }
  return { wellFormed: true, program, inputs, message: last.slice(2) };
}

/**
 * Appends the statement that a proposer wrote to a straight-line program: the new statement goes before the return, which then
 * returns the new name. Undefined when either is not of that form.
 */
export function appendStatement(program: string, statement: string): string | undefined {
  const written = /^([A-Za-z_]\w*) = \S.*$/.exec(statement);
  const ending = /\n {4}return [A-Za-z_]\w*$/.exec(program);
  if (!written || !ending || statement.includes('\n')) return undefined;
  return `${program.slice(0, ending.index)}\n    ${statement}\n    return ${written[1]}`;
}
