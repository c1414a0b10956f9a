import { describe, expect, it } from 'vitest';
import { Purpose, RandomStream } from '../../rng.ts';
import { programFacts } from '../programFacts.ts';
import { listsLanguage } from './listsLanguage.ts';
import { operations, rareOperations } from './operations.ts';

const digits = Array.from({ length: 10 }, (_, digit) => digit);
const random = (item: number) => new RandomStream({ seed: 1, purpose: Purpose.heldOut, step: 0, item });

describe('the list language', () => {
  it('writes programs of the asked depth, already normalised, that it accepts', () => {
    for (let item = 0; item < 200; item++) {
      const depth = item % 12;
      const { program, inputs } = listsLanguage.randomProgram(random(item), depth, 3);
      const facts = programFacts(program);
      expect(facts.statements).toHaveLength(depth);
      expect(facts.normalized).toBe(program);
      expect(listsLanguage.refuse(facts, ['[1, 2]'])).toBeUndefined();
      expect(new Set(inputs).size).toBe(3);
    }
  });

  it('has in each program of rarer operations one statement, at any place, that its grammar cannot write', () => {
    const places = new Set<number>();
    const rare = new Set<string>();
    for (let item = 0; item < 400; item++) {
      const depth = 1 + (item % 6);
      const { program } = listsLanguage.rareProgram(random(item), depth, 1);
      const names = programFacts(program).parameters.concat(program.match(/\b\w(?= = )/g) ?? []);
      const unwritten = programFacts(program).statements.flatMap((statement, place) => {
        const written = operations.flatMap(({ expression }) =>
          digits.map((digit) => `${names[place + 1]} = ${expression(names[place], digit)}`),
        );
        return written.includes(statement) ? [] : [{ place, statement }];
      });
      expect(unwritten, program).toHaveLength(1);
      const [{ place, statement }] = unwritten;
      if (depth === 6) places.add(place);
      rare.add(statement.slice(4).replaceAll(new RegExp(`\\b${names[place]}\\b`, 'g'), 'x'));
    }
    expect([...places].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...rare].sort()).toEqual(rareOperations.map(({ expression }) => expression('x', 0)).sort());
  });

  it('rewrites within the depth: extend and append by one statement, edit by one change', () => {
    for (let item = 0; item < 100; item++) {
      const extended = listsLanguage.randomRewrite(random(item), 'extend', 3);
      const [before, after] = [extended.references[0], extended.result].map(({ program }) => programFacts(program));
      expect(after.statements.slice(0, -1)).toEqual(before.statements);
      expect(after.statements.length).toBeLessThanOrEqual(3);

      const appended = listsLanguage.randomRewrite(random(item), 'append', 3);
      expect(programFacts(appended.result.program).statements.at(-1)).toBe(appended.statement);

      const edited = listsLanguage.randomRewrite(random(item), 'edit', 3);
      const [old, changed] = [edited.references[0], edited.result].map(({ program }) => programFacts(program));
      expect(changed.statements.filter((statement, i) => statement !== old.statements[i])).toHaveLength(1);
    }
  });

  it.each([
    ['two parameters', 'def f(a, b):\n    c = a\n    return c', '[1, 2]'],
    ['a name out of turn', 'def f(a):\n    c = a[1:]\n    return c', '[1, 2]'],
    ['another variable', 'def f(a):\n    b = a[1:]\n    c = a + b\n    return c', '[1, 2]'],
    ['no variable', 'def f(a):\n    b = [1, 2]\n    return b', '[1, 2]'],
    ['a loop', 'def f(a):\n    for b in a:\n        pass\n    return b', '[1, 2]'],
    ['another return', 'def f(a):\n    b = a[1:]\n    return a', '[1, 2]'],
    ['a scalar output', 'def f(a):\n    b = a[0]\n    return b', '1'],
    ['a short output', 'def f(a):\n    b = a[1:]\n    return b', '[1]'],
    ['large numbers', 'def f(a):\n    b = a[1:]\n    return b', '[10, 2]'],
  ])('refuses %s', (_, program, output) => {
    expect(listsLanguage.refuse(programFacts(program), [output])).toMatch(/\.$|: /);
  });
});
