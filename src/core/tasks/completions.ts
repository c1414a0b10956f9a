import type { SolverView } from './prompts.ts';

/** A line of reasoning: a statement copied from the program, and the values that it states. */
export interface ReasoningLine {
  /** 0-based line in the completion's text. */
  line: number;
  statement: string;
  stated: { variable: string; value: string }[];
}

/** What a solver's completion says. */
export type SolverAnswer =
  | { wellFormed: true; answer: string; reasoning: ReasoningLine[] }
  | { wellFormed: false; reason: string; reasoning: ReasoningLine[] };

const DEDUCTION_LINE = /^(([A-Za-z_]\w*) = \S.*?) {2}# (\S.*)$/;
const ABDUCTION_LINE = /^([A-Za-z_]\w* = \S.*?) {2}# ([A-Za-z_]\w*) = (\S.*)$/;
const INDUCTION_LINE = /^ {4}(([A-Za-z_]\w*) = \S.*?) {2}# (\S.*)$/;

/**
 * Reads a solver's completion.
 * Deduction: lines `e = d[::-1]  # [4, 3]`, forwards; the last stated value is the output.
 * Abduction: lines `e = d[::-1]  # d = [3, 4]`, backwards, each stating the value before the statement; the last is the input.
 * Induction: a program whose statements carry the values of both shown pairs as comments; the answer is the program without them.
 */
export function readAnswer(type: SolverView['type'], text: string): SolverAnswer {
  return type === 'induction' ? readProgram(text) : readStates(type, text);
}

function readStates(type: 'deduction' | 'abduction', text: string): SolverAnswer {
  const reasoning: ReasoningLine[] = [];
  const lines = text.replace(/\n$/, '').split('\n');
  for (const [line, content] of lines.entries()) {
    const match = (type === 'deduction' ? DEDUCTION_LINE : ABDUCTION_LINE).exec(content);
    if (!match) {
      const shape = type === 'deduction' ? 'name = expression  # value' : 'name = expression  # name = value';
      return { wellFormed: false, reason: `Line ${line + 1} is not of the form "${shape}".`, reasoning };
    }
    reasoning.push({ line, statement: match[1], stated: [{ variable: match[2], value: match[3] }] });
  }
  return { wellFormed: true, answer: reasoning[reasoning.length - 1].stated[0].value, reasoning };
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
