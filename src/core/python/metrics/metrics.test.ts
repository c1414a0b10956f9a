import { describe, expect, it } from 'vitest';
import { parseModule } from '../parser.ts';
import fixtures from '../testing/metricsFixtures.json' with { type: 'json' };
import { astDistance } from './astDistance.ts';
import { cognitiveComplexity } from './cognitiveComplexity.ts';
import { cyclomaticComplexity, maxCyclomaticComplexity } from './cyclomaticComplexity.ts';
import { halstead } from './halstead.ts';
import { sequenceRatio } from './sequenceRatio.ts';

const modules = fixtures.map(({ source }) => parseModule(source));

describe('metrics', () => {
  it.each(fixtures.map((fixture, index) => [index, fixture] as const))(
    'agree with the record of program %i',
    (index, fixture) => {
      const module = modules[index];
      const blocks = cyclomaticComplexity(module).map(({ name, complexity }) => [name, complexity]);
      expect(blocks.sort()).toEqual([...fixture.blocks].sort());
      expect(halstead(module)).toEqual(fixture.halstead);
      expect(astDistance(module, modules[(index + 1) % modules.length])).toBeCloseTo(fixture.distanceToNext, 12);
    },
  );
});

describe('cyclomaticComplexity', () => {
  it('counts the cases of a match but the wildcard', () => {
    const module = parseModule(
      'def f(x):\n match x:\n  case 1 if x > 0 and x < 2: return 1\n  case 2 | 3: return 2\n  case _: return 3\n',
    );
    expect(cyclomaticComplexity(module)).toEqual([{ name: 'f', complexity: 4 }]);
  });

  it('is 1 for a module without blocks', () => {
    expect(maxCyclomaticComplexity(parseModule('x = 1 if y else 2'))).toBe(1);
  });
});

describe('cognitiveComplexity', () => {
  it.each([
    [0, 'def f(x):\n    return x + 1\n'],
    // The `if` stands in a nested function: 1 and its nesting of 1.
    [2, 'def f(s):\n    def g(s):\n        if s: return 1\n        return 2\n    a = g(s)\n    return a\n'],
    // for 1; if 1 + 1, and a run of `and` 1; else nothing.
    [4, 'def f(x):\n    for i in x:\n        if i and x:\n            pass\n        else:\n            pass\n'],
    // if 1; elif nothing, but its `or` 1; while under it 1 + 1.
    [4, 'def f(x):\n    if x: pass\n    elif x or y:\n        while x: pass\n'],
    // if 1; if under else 1 + 1.
    [3, 'def f(x):\n    if x: pass\n    else:\n        if y: pass\n'],
    // Conditional expression 1, one in a loop 1 + 1, the loop 1.
    [4, 'def f(x):\n    y = 1 if x else 2\n    for i in x:\n        y += 3 if i else 4\n'],
    // Two handlers 1 each; the loop in the body 1 + 1.
    [4, 'try:\n    for x in y: pass\nexcept A: pass\nexcept B: pass\n'],
    // A decorator counts only what it wraps: if 1.
    [1, 'def d(g):\n    def w(x):\n        if x: pass\n    return w\n'],
    // A method's if 1; code of the class itself nothing.
    [1, 'class A:\n    x = 1 if y else 2\n    def m(self):\n        if self: pass\n'],
    // Comprehensions and match cost nothing; the `not (a and b)` in the return 1; the argument's `or` 1.
    [2, 'def f(a, b):\n    match a:\n        case 1: x = [i for i in b if i]\n    return not (a and b), g(a or b)\n'],
  ])('is %i by hand for %j', (expected, source) => {
    expect(cognitiveComplexity(parseModule(source))).toBe(expected);
  });
});

describe('sequenceRatio', () => {
  it.each([
    ['', '', 1],
    ['abcd', 'bcde', 0.75],
    ['abc', 'xyz', 0],
    ['qabxcd', 'abycdf', 8 / 12],
  ])('of %j and %j', (a, b, ratio) => {
    expect(sequenceRatio(a, b)).toBeCloseTo(ratio, 12);
  });

  it('is bounded in time for long texts of rare and of common characters', () => {
    const started = performance.now();
    const long = Array.from({ length: 20_000 }, (_, index) => String.fromCharCode(32 + ((index * 7) % 90))).join('');
    expect(sequenceRatio(long, long)).toBeGreaterThanOrEqual(0);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('astDistance', () => {
  it('is 0 for the same tree and where the reference cannot tell', () => {
    expect(astDistance(parseModule('x = (1 )'), parseModule('x=1 # one'))).toBe(0);
    expect(astDistance(parseModule("x = b'a'"), parseModule('y = 2'))).toBe(0);
  });
});
