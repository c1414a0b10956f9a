import { describe, expect, it } from 'vitest';
import { runRequest } from '../../python/run.ts';
import { Purpose, RandomStream } from '../../rng.ts';
import { programFacts } from '../programFacts.ts';
import { numbersLanguage } from './numbersLanguage.ts';
import { textLanguage } from './textLanguage.ts';

const random = (item: number) => new RandomStream({ seed: 4, purpose: Purpose.grammarTasks, step: 0, item });
const lineCount = (program: string) => program.split('\n').length;

describe.each([numbersLanguage, textLanguage])('a mutation in the language $name', (language) => {
  const donor = 'def f(a):\n    return a';
  const mutations = Array.from({ length: 300 }, (_, item) => {
    const { program, inputs } = language.randomProgram(random(item), 1 + (item % 6), 1);
    return {
      program,
      input: inputs[0],
      changed: language.mutate(random(item), { program, input: inputs[0] }, donor, runRequest),
    };
  });

  it('gives another program of the form, that nearly always runs, with an output of the language', () => {
    let ran = 0;
    for (const { program, input, changed = '' } of mutations) {
      const facts = programFacts(changed);
      expect(facts.normalized).toBe(changed);
      expect(facts.canonical).not.toBe(programFacts(program).canonical);
      expect(language.refuse(facts, []), changed).toBeUndefined();
      const result = runRequest({ code: changed, args: input });
      if (result.ok && language.refuse(facts, [result.output]) === undefined) ran++;
    }
    expect(ran / mutations.length).toBeGreaterThan(0.9);
  });

  it('makes programs longer, shorter, and other in place', () => {
    const growth = mutations.map(({ program, changed = '' }) => lineCount(changed) - lineCount(program));
    for (const kind of [(n: number) => n > 0, (n: number) => n < 0, (n: number) => n === 0])
      expect(growth.filter(kind).length).toBeGreaterThan(0.05 * growth.length);
    expect(mutations.some(({ changed = '' }) => changed.includes('\n    for '))).toBe(true);
  });

  it('changes one thing: the rest of the program stays, but for names', () => {
    const words = (program: string) => programFacts(program).canonical.replace(/v\d+/g, '_').split('\n');
    for (const { program, changed = '' } of mutations) {
      const left = words(changed);
      const kept = words(program).filter((line) => {
        const at = left.indexOf(line);
        if (at >= 0) left.splice(at, 1);
        return at >= 0;
      });
      // A unit has at most four lines.
      expect(words(program).length - kept.length, `${program}\n${changed}`).toBeLessThanOrEqual(4);
      expect(left.length).toBeLessThanOrEqual(4);
    }
  });

  it('can be mutated again and again', () => {
    const { program, inputs } = language.randomProgram(random(7), 2, 1);
    let current = program;
    const seen = new Set<string>();
    for (let item = 0; item < 40; item++) {
      const next = language.mutate(random(item), { program: current, input: inputs[0] }, donor, runRequest);
      if (next && runRequest({ code: next, args: inputs[0] }).ok) current = next;
      seen.add(programFacts(current).canonical);
    }
    expect(seen.size).toBeGreaterThan(25);
  });

  it.each([
    ['a while loop', 'def f(a):\n    while a:\n        a = a - 1\n    return a', '3'],
    ['a program that raises', 'def f(a):\n    b = 1 // a\n    return b', '0'],
    ['a value of no type that it knows', 'def f(a):\n    b = (a, a)\n    return b', '1'],
    ['two functions', 'def g(a):\n    return a\n\ndef f(a):\n    b = g(a)\n    return b', '1'],
  ])('leaves alone %s', (_, program, input) => {
    expect(language.mutate(random(1), { program, input }, donor, runRequest)).toBeUndefined();
  });
});

it('takes over what the next statement read', () => {
  const program = 'def f(x, y):\n    z = 9 - y\n    a = z // 2\n    return a';
  const results = Array.from(
    { length: 200 },
    (_, item) =>
      numbersLanguage.mutate(random(item), { program, input: '[1, 2, 3], 4' }, program, runRequest) as string,
  );
  // Put in between, taken out, another operator, another constant.
  expect(results.some((text) => /z = 9 - y\n {4}a = .*z.*\n {4}b = a \/\/ 2\n {4}return b$/.test(text))).toBe(true);
  expect(results).toContain('def f(x, y):\n    z = y // 2\n    return z');
  expect(results).toContain('def f(x, y):\n    z = 9 - y\n    a = z % 2\n    return a');
  expect(results.some((text) => /z = [1-8] - y\n {4}a = z \/\/ 2\n/.test(text))).toBe(true);
});
