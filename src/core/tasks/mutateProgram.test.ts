import { expect, it } from 'vitest';
import { Purpose, RandomStream } from '../rng.ts';
import { findLanguage } from './language.ts';
import { mutateInput, mutateProgram } from './mutateProgram.ts';
import { programFacts } from './programFacts.ts';

const random = (item: number) => new RandomStream({ seed: 5, purpose: Purpose.grammarTasks, step: 0, item });
const program = programFacts('def f(c):\n    d = sorted(c)\n    e = d[:1] + d\n    return e');
const donor = programFacts('def f(x):\n    y = [(v + 1) % 10 for v in x]\n    return y');

it('puts a statement in, replaces one or takes one out, and the result is of the language', () => {
  const results = Array.from({ length: 300 }, (_, item) => mutateProgram(random(item), program, donor) as string);
  const counts = new Map<number, number>();
  for (const text of results) {
    const facts = programFacts(text);
    expect(findLanguage('lists').refuse(facts, ['[1, 2]'])).toBeUndefined();
    counts.set(facts.statements.length, (counts.get(facts.statements.length) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual([1, 2, 3]);
  for (const [depth, share] of [
    [3, 0.5],
    [2, 0.3],
    [1, 0.2],
  ] as const)
    expect(Math.abs((counts.get(depth) as number) / 300 - share)).toBeLessThan(0.1);
  expect(results).toContain(
    'def f(c):\n    d = sorted(c)\n    e = [(v + 1) % 10 for v in d]\n    g = e[:1] + e\n    return g',
  );
});

it('leaves programs of another form alone', () => {
  const loop = programFacts('def f(a):\n    for x in a:\n        b = x\n    return b');
  expect(mutateProgram(random(0), loop, donor)).toBeUndefined();
  expect(mutateProgram(random(0), donor, programFacts('def f(a):\n    return a'))).toBeUndefined();
});

it('changes at most one digit of an input', () => {
  for (let item = 0; item < 50; item++) expect(mutateInput(random(item), '[1, 2]')).toMatch(/^\[(1, \d|\d, 2)\]$/);
  expect(mutateInput(random(0), "'a'")).toBe("'a'");
});
