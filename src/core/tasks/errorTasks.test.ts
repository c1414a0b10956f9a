import { describe, expect, it } from 'vitest';
import { runRequest } from '../python/run.ts';
import { Purpose, RandomStream } from '../rng.ts';
import { readAnswer } from './completions.ts';
import { heldOutFilter, heldOutTasks } from './heldOut.ts';
import { findLanguage } from './language.ts';
import { programFacts } from './programFacts.ts';
import { leakyPrompt, proposePrompt, solvePrompt, solverView } from './prompts.ts';
import { raisingProgram } from './raisingProgram.ts';
import { errorReasoning, followsProgram } from './reasoning.ts';
import type { Task } from './taskType.ts';
import { anyProgram, validate } from './testing/validate.ts';
import { decode } from './tokenizer.ts';
import { judgeAnswer, verificationRuns } from './verification.ts';
import { warmupExample } from './warmupExample.ts';

const languages = (['lists', 'numbers', 'text'] as const).map(findLanguage);
const random = (item: number) => new RandomStream({ seed: 3, purpose: Purpose.grammarTasks, step: 0, item });
const program = 'def f(c):\n    d = c[::-1]\n    e = [6 // v for v in d]\n    return e';
const task: Task = { type: 'error', program, inputs: ['[1, 0]'], outputs: ['ZeroDivisionError'] };

describe.each(languages)('error tasks of the language $name', (language) => {
  it('raise on their last line, each of several exceptions, in programs of the language', () => {
    const names = new Map<string, number>();
    for (let item = 0; item < 80; item++) {
      const depth = 1 + (item % 8);
      const { program, input, name, lines } = raisingProgram(language, random(item), depth, runRequest);
      const facts = programFacts(program);
      expect(facts.normalized).toBe(program);
      expect(language.refuse(facts, [])).toBeUndefined();
      expect(lines).toHaveLength(depth);
      expect(runRequest({ code: program, args: input })).toMatchObject({ ok: false, error: { type: name } });
      names.set(name, (names.get(name) ?? 0) + 1);
    }
    // No exception is so common that naming it always would be right: what is raised has to be found out.
    expect(names.size).toBeGreaterThanOrEqual(3);
    expect(Math.max(...names.values())).toBeLessThan(0.7 * 80);
  });

  it('have programs whose risky statements at times do not raise, so that the text alone does not tell', () => {
    const ran = Array.from({ length: 200 }, (_, item) => {
      const { program, input } = language.riskyProgram(random(item), 4);
      return runRequest({ code: program, args: input }).ok && /index\(|\/\/ [a-z]|\[\w\]|\['/.test(program);
    });
    expect(ran.filter(Boolean).length).toBeGreaterThan(20);
  });

  it('are in warm-up only where they are asked for, with reasoning that the judge finds right and true', () => {
    const never = () => false;
    let solved = 0;
    for (let item = 0; item < 40; item++) {
      const { prompt, completion } = warmupExample(language, random(item), runRequest, 4, never, 1);
      const shown = decode(prompt);
      const text = decode(completion);
      if (shown.startsWith('<propose')) {
        expect(shown).toMatch(/f\(\?\) raises \?<new>$/);
        expect(text).toMatch(/^def f[\s\S]*\nf\(.*\)<end>$/);
        continue;
      }
      solved++;
      const [, source, input] = /^<solve deduction>(def[\s\S]*)\nf\((.*)\) raises \?<think>$/.exec(shown) ?? [];
      const result = runRequest({ code: source, args: input });
      const asked: Task = {
        type: 'error',
        program: source,
        inputs: [input],
        outputs: [result.ok ? '' : result.error.type],
      };
      const answer = readAnswer('error', text);
      const judgement = judgeAnswer(asked, answer, verificationRuns(asked, answer, 10_000).map(runRequest));
      expect(judgement.verdict.kind, text).toBe('correct');
      expect(
        judgement.stated.every((value) => value.true),
        text,
      ).toBe(true);
      expect(followsProgram('error', answer.reasoning, judgement.lines)).toBe(true);
      expect(decode(warmupExample(language, random(item), runRequest, 4, never).prompt)).not.toContain('raises');
    }
    expect(solved).toBeGreaterThan(15);
  });

  it('are held out where they are asked for, beside the tasks of the other types, and kept from warm-up', () => {
    const without = heldOutTasks(language, 'test', 24, 4, runRequest);
    const all = heldOutTasks(language, 'test', 24, 4, runRequest, true);
    expect(all.slice(0, without.length)).toEqual(without);
    expect(all.slice(without.length).map(({ depth }) => depth)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const deep = heldOutTasks(language, 'development', 3 * 8 * 2, 4, runRequest, true).find(
      ({ task: { type }, depth }) => type === 'error' && depth === 3,
    )?.task as Task;
    const { canonical } = programFacts(deep.program);
    expect(heldOutFilter(language, 4, runRequest, true)(canonical, deep.inputs[0])).toBe(true);
  }, 240_000);
});

it('the prompts ask for the exception and do not name it, unless they leak', () => {
  expect(decode(solvePrompt(solverView(task)))).toBe(`<solve deduction>${program}\nf([1, 0]) raises ?<think>`);
  expect(decode(leakyPrompt(task))).toBe(`<solve deduction>${program}\n# ZeroDivisionError\nf([1, 0]) raises ?<think>`);
  expect(decode(proposePrompt('error', [task], 'new'))).toBe(
    `<propose deduction><reference>${program}\nf([1, 0]) raises ZeroDivisionErrorf(?) raises ?<new>`,
  );
});

describe('validation of an error task', () => {
  const judged = (source: string, input: string, ofLanguage = false) =>
    validate({ type: 'error', program: source, inputs: [input] }, ofLanguage ? {} : { language: anyProgram });

  it('accepts a program that raises, with the name of the exception and the lines up to it', () => {
    expect(judged(program, '[1, 0]', true)).toMatchObject({
      task: { type: 'error', outputs: ['ZeroDivisionError'] },
      depth: 2,
    });
    expect(judged('def f(a):\n    b = {}\n    c = b[a]\n    return c', '1')).toMatchObject({
      task: { outputs: ['KeyError'] },
    });
  });

  it.each([
    ['returns', program, '[1, 2]', 'no exception'],
    ['spends its fuel', 'def f(a):\n    while a:\n        b = 1\n    return b', '1', 'fuel'],
    ['recurses without end', 'def f(a):\n    b = f(a)\n    return b', '1', 'recursion'],
    [
      'asks for what the interpreter does not know',
      'import numpy\ndef f(a):\n    b = numpy.a\n    return b',
      '1',
      'unsupported',
    ],
    ['raises by a raise statement', "def f(a):\n    b = a\n    raise ValueError('x')\n    return b", '1', 'banned'],
    ['raises by an assert statement', 'def f(a):\n    b = a\n    assert b > 9\n    return b', '1', 'banned'],
    ['raises in its return', 'def f(a):\n    b = a\n    return b // 0', '1', 'ill-formed'],
    [
      'raises one or the other by the order of a set',
      "def f(a):\n    b = list({'x', 'y'})[0]\n    c = {}[b] if b == 'x' else 1 // 0\n    return c",
      '1',
      'nondeterministic',
    ],
    ['is not of the language', 'def f(a):\n    b = a // 0\n    return a', '1', 'language'],
  ])('refuses one that %s', (_, source, input, reason) => {
    expect(judged(source, input, reason === 'language')).toMatchObject({ reason });
  });
});

describe('answers to an error task', () => {
  const judge = (text: string) => {
    const answer = readAnswer('error', text);
    return judgeAnswer(task, answer, verificationRuns(task, answer, 10_000).map(runRequest));
  };

  it('are right by the exception’s name, whatever its case and whatever stands behind a colon', () => {
    for (const name of ['ZeroDivisionError', 'zerodivisionerror', 'ZeroDivisionError: division by zero'])
      expect(judge(`d = c[::-1]  # [0, 1]\ne = [6 // v for v in d]  # ${name}`).verdict.kind).toBe('correct');
  });

  it('are wrong by another name, and ill-formed by none', () => {
    expect(judge('d = c[::-1]  # [0, 1]\ne = [6 // v for v in d]  # IndexError').verdict).toMatchObject({
      kind: 'wrong',
      reason: 'The exception is ZeroDivisionError.',
    });
    expect(judge('d = c[::-1]  # [0, 1]\ne = [6 // v for v in d]  # [6, 0]').verdict.kind).toBe('ill-formed');
    expect(judge('ZeroDivisionError').verdict.kind).toBe('ill-formed');
  });

  it('are held against the trace line by line: the values before, the exception on the line that raised', () => {
    expect(judge('d = c[::-1]  # [1, 0]\ne = [6 // v for v in d]  # ZeroDivisionError').stated).toMatchObject([
      { variable: 'd', stated: '[1, 0]', actual: '[0, 1]', true: false },
      { variable: 'e', stated: 'ZeroDivisionError', actual: 'ZeroDivisionError', true: true },
    ]);
    const { lines } = judge('d = c[::-1]  # [0, 1]\ne = [6 // v for v in d]  # ZeroDivisionError');
    expect(errorReasoning(lines, 'ZeroDivisionError')).toBe(
      'd = c[::-1]  # [0, 1]\ne = [6 // v for v in d]  # ZeroDivisionError\n',
    );
  });
});
