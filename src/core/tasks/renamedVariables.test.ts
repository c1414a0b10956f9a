import { describe, expect, it } from 'vitest';
import { runRequest } from '../python/run.ts';
import { Purpose, RandomStream } from '../rng.ts';
import { findLanguage } from './language.ts';
import { programFacts } from './programFacts.ts';
import { renamedVariables } from './renamedVariables.ts';
import { decode, encode, endToken, specialId } from './tokenizer.ts';

const renamed = (text: string, by: number) => decode(renamedVariables(encode(text), by));

describe('renamedVariables', () => {
  it('moves every variable along the alphabet, which is a ring without f and v', () => {
    const program = 'def f(t, u):\n    w = sorted(t)\n    y = w[::-1] + u\n    return y\nf([1, 2], [3])';
    expect(renamed(program, 2)).toBe(
      'def f(w, x):\n    y = sorted(w)\n    a = y[::-1] + x\n    return a\nf([1, 2], [3])',
    );
    expect(renamed(program, 24)).toBe(program);
  });

  it('leaves functions alone', () => {
    expect(renamed('def f(e):\n    g = e[1:]\n    return g\nf(?) == [1]', 1)).toBe(
      'def f(g):\n    h = g[1:]\n    return h\nf(?) == [1]',
    );
  });

  it.each([
    ['strings', `b = 'a b' + a`, `c = 'a b' + b`],
    ['strings with quotes in them', `b = "it's a" + a`, `c = "it's a" + b`],
    ['strings with escaped quotes', `b = 'c\\' a' + a`, `c = 'c\\' a' + b`],
    ['words', 'b = a.upper() if a else max(a, ab)', 'c = b.upper() if b else max(b, ab)'],
    ['names of exceptions', 'b = a[9]  # IndexError', 'c = b[9]  # IndexError'],
    ['the variable of a comprehension', 'b = [(v + 1) % 10 for v in a]', 'c = [(v + 1) % 10 for v in b]'],
    ['messages', '# 2 steps\nf([1]) == [2]', '# 2 steps\nf([1]) == [2]'],
  ])('leaves %s as they are', (_, text, expected) => {
    expect(renamed(text, 1)).toBe(expected);
  });

  it('renames what a step of reasoning states, and passes over special tokens', () => {
    const tokens = [specialId('<think>'), ...encode('c = sorted(b)  # b = [2, 1]'), endToken];
    const expected = [specialId('<think>'), ...encode('d = sorted(c)  # c = [2, 1]'), endToken];
    expect(renamedVariables(tokens, 1)).toEqual(expected);
  });

  it.each(['lists', 'numbers', 'text'] as const)('leaves programs of the language %s what they are', (name) => {
    const language = findLanguage(name);
    const random = new RandomStream({ seed: 3, purpose: Purpose.replay, step: 0, item: 0 });
    let changed = 0;
    for (let i = 0; i < 60; i++) {
      const { program, inputs } = language.randomProgram(random, 1 + (i % language.warmupDepth), 1);
      const other = renamed(program, 1 + (i % 23));
      if (other !== program) changed++;
      expect(programFacts(other).canonical).toBe(programFacts(program).canonical);
      const [result, expected] = [other, program].map((code) => runRequest({ code, args: inputs[0] }));
      expect(result).toEqual(expected);
    }
    expect(changed).toBeGreaterThan(50);
  });
});
