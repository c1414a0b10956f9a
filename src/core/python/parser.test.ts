import { describe, expect, it } from 'vitest';
import { MAX_SOURCE_LENGTH, parseArguments, parseExpression, parseModule } from './parser.ts';
import { PythonSyntaxError } from './pythonSyntaxError.ts';
import { hasCPython, needsCPython } from './testing/cpythonOracle.ts';
import fixtures from './testing/syntaxFixtures.json' with { type: 'json' };
import { type Reading, readProgram } from './testing/syntaxOracle.ts';
import { syntaxSamples } from './testing/syntaxSamples.ts';
import { compareTrees } from './testing/syntaxTrees.ts';

const readings = fixtures as Reading[];

function refusal(source: string, parse: (source: string) => unknown = parseModule): PythonSyntaxError {
  try {
    parse(source);
  } catch (error) {
    if (error instanceof PythonSyntaxError) return error;
    throw error;
  }
  throw new Error(`accepted: ${source.slice(0, 100)}`);
}

describe('parseModule', () => {
  it.each([
    ['  x = 1\n', 1, 2],
    ['x = 1\n    y = 2\n', 2, 4],
    ['def f():\n  if x:\n  y = 1\n', 3, 3],
    ['class A:\n  def f(self):\n      if x:\n  y = 1\n', 4, 2],
  ])('puts the fault of the indentation of %j where CPython does', (source, line, offset) => {
    const error = refusal(source);
    expect([error.type, error.line, error.column + 1]).toEqual(['IndentationError', line, offset]);
  });

  it('reads and refuses every sample as CPython 3.11 has recorded it', () => {
    expect(readings).toHaveLength(syntaxSamples.length);
    syntaxSamples.forEach((source, index) => {
      const reading = readProgram(source);
      if (reading !== undefined) expect({ source, ...reading }).toEqual({ source, ...readings[index] });
    });
  });

  it.skipIf(!hasCPython)(needsCPython("gives CPython's tree and positions for every sample"), () => {
    expect(compareTrees(syntaxSamples)).toEqual([]);
  });

  it('gives positions in UTF-16 code units', () => {
    const { body } = parseModule("x = '😀' + yy\n");
    expect(body[0]).toMatchObject({ kind: 'Assign', line: 1, column: 0, endLine: 1, endColumn: 13 });
    expect(body[0]).toMatchObject({ value: { right: { kind: 'Name', id: 'yy', column: 11, endColumn: 13 } } });
  });

  it('keeps int, float and complex apart, and big ints exact', () => {
    const constants = parseModule('9007199254740991, 9007199254740992, 1.0, 2j').body[0];
    expect(constants).toMatchObject({
      value: {
        elts: [
          { type: 'int', value: 9007199254740991 },
          { type: 'int', value: 9007199254740992n },
          { type: 'float', value: 1 },
          { type: 'complex', value: 2 },
        ],
      },
    });
  });

  it.each([
    ['async def f(): pass', 'async functions are not supported'],
    ['async with a: pass', 'async statements are not supported'],
    ['[x async for x in y]', 'async comprehensions are not supported'],
    ['await x', 'await is not supported'],
    ['try: pass\nexcept* A: pass', 'except* is not supported'],
    ["'\\N{BULLET}'", '\\N{…} character names are not supported: write the character itself or its \\u escape'],
  ])('refuses %j as unsupported', (source, message) => {
    expect(refusal(source)).toMatchObject({ kind: 'unsupported', message });
  });
});

describe('parseExpression', () => {
  it('reads what eval reads', () => {
    expect(parseExpression('  a, 1\n\n')).toMatchObject({ kind: 'Tuple', elts: [{ id: 'a' }, { value: 1 }] });
  });

  it.each(['', 'x = 1', 'a b', 'pass', 'a\nb', '(yield)', '[x for x in (yield)]'])('refuses %j', (source) => {
    expect(refusal(source, parseExpression).type).toBe('SyntaxError');
  });
});

describe('parseArguments', () => {
  it('reads positional arguments and keywords', () => {
    expect(parseArguments("1, *a,\n'x', k=2, **m")).toMatchObject({
      args: [{ value: 1 }, { kind: 'Starred' }, { value: 'x' }],
      keywords: [{ arg: 'k' }, { arg: null }],
    });
    expect(parseArguments(' \n')).toEqual({ args: [], keywords: [] });
    expect(parseArguments('x for x in y')).toMatchObject({ args: [{ kind: 'GeneratorExp' }] });
  });

  it.each([
    ['3) or (1', "unmatched ')'"],
    ['1, (2', "'(' was never closed"],
    ['a=1, 2', 'positional argument follows keyword argument'],
    ['a=1, a=2', 'keyword argument repeated: a'],
    ['1 2', 'invalid syntax. Perhaps you forgot a comma?'],
  ])('refuses %j', (source, message) => {
    expect(refusal(source, parseArguments).message).toBe(message);
  });
});

describe('limits', () => {
  const deep = 100_000;
  const nested = (count: number, line: (depth: number) => string): string =>
    Array.from({ length: count }, (_, depth) => ' '.repeat(depth) + line(depth)).join('\n');

  it.each<[string, string, RegExp]>([
    ['parentheses', '('.repeat(deep) + ')'.repeat(deep), /^too many nested parentheses$/],
    ['list displays', `${'['.repeat(201)}${']'.repeat(201)}`, /^too many nested parentheses$/],
    ['unary minus', `${'-'.repeat(deep)}1`, /^maximum recursion depth exceeded during compilation$/],
    ['not', `${'not '.repeat(50_000)}1`, /^maximum recursion depth/],
    ['powers', `1${'**1'.repeat(50_000)}`, /^maximum recursion depth/],
    ['lambdas', `${'lambda:'.repeat(20_000)}1`, /^maximum recursion depth/],
    ['conditionals', `${'1 if 1 else '.repeat(20_000)}1`, /^maximum recursion depth/],
    ['a sum', `x = 1${'+1'.repeat(deep)}`, /^maximum recursion depth/],
    ['attributes', `x${'.a'.repeat(deep)}`, /^maximum recursion depth/],
    ['calls', `x${'()'.repeat(deep)}`, /^maximum recursion depth/],
    ['targets', `for x${'.a'.repeat(deep)} in y: pass`, /^maximum recursion depth/],
    ['sums in sums', `${'('.repeat(150)}1${`${'+1'.repeat(500)})`.repeat(150)}`, /^maximum recursion depth/],
    ['elif', `if 0: pass\n${'elif 0: pass\n'.repeat(15_000)}`, /^maximum recursion depth/],
    ['elif in elif', nestedElif(), /^maximum recursion depth/],
    ['blocks', nested(120, () => 'if 1:'), /^too many levels of indentation$/],
    ['for loops', `${nested(25, () => 'for x in y:')}\n${' '.repeat(25)}pass`, /^too many statically nested blocks$/],
    ['soft keywords', `(${'c '.repeat(50_000)})`, /^invalid syntax/],
    ['names', `(${'a '.repeat(50_000)})`, /^invalid syntax/],
    ['brackets after names', `x ${'{b '.repeat(190)}`, /./],
    ['f-strings', `f'{f"{${'('.repeat(300)}}"}'`, /./],
    ['a long source', `x = 1\n${'#'.repeat(MAX_SOURCE_LENGTH)}`, /^the source is longer than 256 KiB/],
  ])('refuses too many %s at once, without a stack overflow', (_, source, message) => {
    // Processor time: on a busy machine the clock also counts what others do.
    const started = process.cpuUsage();
    expect(refusal(source).message).toMatch(message);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1000);
  });

  it.each<[string, string]>([
    ['parentheses', `${'('.repeat(200)}1${')'.repeat(200)}`],
    ['a sum', `x = 1${'+1'.repeat(900)}`],
    ['a long line of short sums', `x = [${'1+1, '.repeat(20_000)}]`],
    ['boolean operators', `x = 1${' or 1'.repeat(30_000)}`],
    ['comparisons', `x = 1${' < 1'.repeat(30_000)}`],
    ['strings side by side', `x = ${"'a' ".repeat(50_000)}`],
    ['statements', 'x = 1\n'.repeat(40_000)],
    ['elif', `if 0: pass\n${'elif 0: pass\n'.repeat(700)}`],
    ['blocks', `${nested(99, () => 'if 1:')}\n${' '.repeat(99)}pass`],
    ['parameters', `def f(${Array.from({ length: 10_000 }, (_, index) => `a${index}`).join(', ')}): pass`],
  ])('reads many %s', (_, source) => {
    expect(parseModule(source).kind).toBe('Module');
  });

  /** Each `elif` of a chain holds another chain. */
  function nestedElif(): string {
    const lines: string[] = [];
    for (let level = 0; level < 12; level++) {
      const indent = ' '.repeat(level);
      lines.push(`${indent}if 0: pass`);
      for (let index = 0; index < 90; index++) lines.push(`${indent}elif 0: pass`);
      lines.push(`${indent}elif 1:`);
    }
    return `${lines.join('\n')}\n${' '.repeat(12)}pass`;
  }
});
