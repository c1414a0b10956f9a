import { describe, expect, it } from 'vitest';
import { runRequest } from '../../python/run.ts';
import { Purpose, RandomStream } from '../../rng.ts';
import { readAnswer } from '../completions.ts';
import { generatedTask } from '../heldOut.ts';
import { programFacts } from '../programFacts.ts';
import { solvePrompt, solverView } from '../prompts.ts';
import { abductionReasoning, callLine, deductionReasoning, followsProgram, returnLine } from '../reasoning.ts';
import type { Task } from '../taskType.ts';
import { decode, encode } from '../tokenizer.ts';
import { traceLines } from '../traceLines.ts';
import { judgeAnswer, verificationRuns } from '../verification.ts';
import type { Operation } from './grammar.ts';
import { numbersGrammar } from './numbersGrammar.ts';
import { numbersLanguage } from './numbersLanguage.ts';
import { textGrammar } from './textGrammar.ts';
import { textLanguage } from './textLanguage.ts';

/** Lines with an assignment of the text, whose capitals stand for names and letters and whose 7 for a digit. */
const pattern = (text: string) =>
  new RegExp(`^ +${text.replace(/\W/g, '\\$&').replace(/[A-Z]/g, '[a-z]').replace('7', '\\d')}$`);
const form = ({ expression }: Operation) =>
  pattern(`W = ${expression('X', 'Y', { digit: 7, letter: 'L', otherLetter: 'M' })}`);
const random = (item: number) => new RandomStream({ seed: 1, purpose: Purpose.heldOut, step: 0, item });
const linesOf = (program: string, args: string) =>
  traceLines(program, programFacts(program), runRequest({ code: program, args, trace: true }).trace ?? []);
const depthOf = ({ program, inputs }: { program: string; inputs: string[] }) => linesOf(program, inputs[0]).length;

describe.each([numbersLanguage, textLanguage])('the language $name', (language) => {
  it('writes programs that run the asked number of lines on every input, already normalised, that it accepts', () => {
    for (let item = 0; item < 200; item++) {
      const depth = 1 + (item % 12);
      const { program, inputs } = language.randomProgram(random(item), depth, 3);
      const results = inputs.map((args) => runRequest({ code: program, args }));
      expect(inputs.map((args) => linesOf(program, args).length)).toEqual([depth, depth, depth]);
      expect(programFacts(program).normalized).toBe(program);
      const outputs = results.map((result) => (result.ok ? result.output : result.error.message));
      expect(language.refuse(programFacts(program), outputs), `${program}\n${inputs}`).toBeUndefined();
      expect(new Set(inputs).size).toBe(3);
    }
  });

  it('has if and for in it', () => {
    const programs = Array.from({ length: 100 }, (_, item) => language.randomProgram(random(item), 7, 1).program);
    expect(programs.filter((program) => program.includes('\n    if ')).length).toBeGreaterThan(25);
    expect(programs.filter((program) => program.includes('\n    for ')).length).toBeGreaterThan(25);
  });

  it('has in each program of rarer operations one statement that its grammar cannot write', () => {
    const grammar = language === numbersLanguage ? numbersGrammar : textGrammar;
    const written = [...grammar.operations.map(form), ...grammar.loops.map(({ body }) => pattern(body('X', 'Y', 'Z')))];
    const rare = grammar.rare.map(form);
    const drawn = new Set<number>();
    for (let item = 0; item < 300; item++) {
      const { program } = language.rareProgram(random(item), 1 + (item % 8), 1);
      const assignments = program.split('\n').filter((line) => line.includes(' = '));
      const unwritten = assignments.filter((line) => !written.some((known) => known.test(line)));
      expect(unwritten, program).toHaveLength(1);
      drawn.add(rare.findIndex((known) => known.test(unwritten[0])));
    }
    expect([...drawn].sort((a, b) => a - b)).toEqual([...grammar.rare.keys()]);
  });

  it('rewrites within the depth: extend and append by one more, edit by one change', () => {
    for (let item = 0; item < 100; item++) {
      const extended = language.randomRewrite(random(item), 'extend', 5);
      const body = ({ program }: { program: string }) => program.split('\n').slice(1, -1).join('\n');
      expect(body(extended.result).startsWith(body(extended.references[0]))).toBe(true);
      expect(depthOf(extended.result)).toBeGreaterThan(depthOf(extended.references[0]));
      expect(depthOf(extended.result)).toBeLessThanOrEqual(5);

      const appended = language.randomRewrite(random(item), 'append', 5);
      expect(body(appended.result)).toBe(`${body(appended.references[0])}\n    ${appended.statement}`);
      expect(depthOf(appended.result)).toBe(depthOf(appended.references[0]) + 1);

      const edited = language.randomRewrite(random(item), 'edit', 5);
      expect(body(edited.result)).not.toBe(body(edited.references[0]));
      expect(depthOf(edited.result)).toBeLessThanOrEqual(5);
    }
  });

  it('leaves room for proposals well beyond warm-up', () => {
    const { triplet, input } = language.proposalTokens;
    for (let item = 0; item < 100; item++) {
      const { program, inputs } = language.randomProgram(random(item), 10, 4);
      expect(encode(`${program}\nf(${inputs[0]})`).length).toBeLessThan(triplet);
      const asked = `${inputs.map((text) => `f(${text})`).join('\n')}\n# 10 steps`;
      expect(encode(asked).length).toBeLessThan(4 * input);
    }
  });

  it('has reasoning that fits the context, reads back, is true of the trace and follows the program', () => {
    for (let index = 0; index < 60; index++) {
      for (const type of ['deduction', 'abduction'] as const) {
        const { task } = generatedTask(
          language,
          type,
          1 + (index % language.heldOutDepth[type]),
          7,
          index,
          4,
          runRequest,
        );
        const text = reasoning(task);
        const prompt = solvePrompt(solverView(task));
        expect(prompt.length + encode(text).length).toBeLessThanOrEqual(384);
        expect(decode(encode(text))).toBe(text);
        const answer = readAnswer(type, text);
        const { verdict, stated, lines } = judgeAnswer(
          task,
          answer,
          verificationRuns(task, answer, 1e5).map(runRequest),
        );
        expect(verdict.kind, `${task.program}\n${text}`).toBe('correct');
        expect(stated.filter((value) => !value.true)).toEqual([]);
        expect(stated.length).toBeGreaterThan(index % language.heldOutDepth[type]);
        expect(followsProgram(type, answer.reasoning, lines)).toBe(true);
      }
    }
  });

  it.each([
    ['no parameter', 'def f():\n    a = 1\n    return a', '1'],
    ['a default', 'def f(a=1):\n    return a', '1'],
    ['another function', 'def g(a):\n    return a\n\ndef f(a):\n    return a', '1'],
    ['an expression returned', 'def f(a, b):\n    return a + b', '1'],
    ['an early return', 'def f(a):\n    if a > 1:\n        return a\n    b = a\n    return b', '1'],
    ['a while', 'def f(a):\n    while a > 1:\n        a = a - 1\n    return a', '1'],
    ['an import', 'def f(a):\n    import math\n    return a', '1'],
    ['a large number', 'def f(a):\n    b = a * 1000\n    return b', '1000'],
    ['a truth value', 'def f(a):\n    b = a > 1\n    return b', 'True'],
    ['an empty list', 'def f(a):\n    b = []\n    return b', '[]'],
  ])('refuses %s', (_, program, output) => {
    expect(language.refuse(programFacts(program), [output])).toMatch(/\.$/);
  });
});

/** What a solver without fault writes. */
function reasoning({ type, program, inputs, outputs }: Task): string {
  const lines = linesOf(program, inputs[0]);
  return type === 'deduction'
    ? deductionReasoning(lines, returnLine(programFacts(program), outputs[0]))
    : abductionReasoning(lines, callLine(inputs[0]));
}

it('a false step is marked, and reasoning that leaves a line out does not follow', () => {
  const program = 'def f(a, b):\n    for c in a[1:]:\n        b = max(b, c)\n    return b';
  const task: Task = { type: 'deduction', program, inputs: ['[3, 8, 0], 7'], outputs: ['8'] };
  const text = (third: string) =>
    `for c in a[1:]:  # [8, 0]\nb = max(b, c)  # 8\n${third}b = max(b, c)  # 8\nfor c in a[1:]:  # []\nreturn b  # 8\n`;
  const judged = (third: string) => {
    const answer = readAnswer('deduction', text(third));
    const { stated, lines } = judgeAnswer(task, answer, verificationRuns(task, answer, 1e5).map(runRequest));
    return { true: stated.map((value) => value.true), follows: followsProgram('deduction', answer.reasoning, lines) };
  };
  expect(judged('for c in a[1:]:  # [0]\n')).toEqual({ true: Array(6).fill(true), follows: true });
  expect(judged('for c in a[1:]:  # [8]\n').true).toEqual([true, true, false, true, true, true]);
  expect(judged('').follows).toBe(false);
});
