import { describe, expect, it } from 'vitest';
import { parseExpression } from './parser.ts';
import { conformanceRows, needsRows } from './testing/conformance.ts';
import { askCPython, hasCPython, needsCPython } from './testing/cpythonOracle.ts';
import { READ_PROGRAMS, type Reading, readProgram } from './testing/syntaxOracle.ts';
import { compareTrees } from './testing/syntaxTrees.ts';
import { normalizedText, unparse } from './unparse.ts';

const programs = [
  ...(conformanceRows<{ snippet: string }>('azr_triplets.jsonl') ?? []),
  ...(conformanceRows<{ snippet: string }>('azr_induction.jsonl') ?? []),
]
  .map(({ snippet }) => snippet)
  .filter((_, index) => index % 5 === 0);

describe('unparse', () => {
  it('writes an expression', () => {
    expect(unparse(parseExpression('(a+b)*c[1:2]if not  x else"y"'))).toBe("(a + b) * c[1:2] if not x else 'y'");
  });

  it('is a fixed point of its own', () => {
    const text = normalizedText("def f(a,b = 2):\n  '''Doc'''\n  # why\n  return (a , b)\nclass A(B):\n x:int=1\n");
    expect(text).toBe(`def f(a, b=2):\n    """Doc"""\n    return (a, b)\n\nclass A(B):\n    x: int = 1`);
    expect(normalizedText(text)).toBe(text);
  });

  it('does not see layout, comments and quotes', () => {
    expect(normalizedText('def f(x):\n\treturn (x)  # same\n')).toBe(normalizedText('def f( x ) : return x'));
    expect(normalizedText('x = \'a\' "b"')).toBe(normalizedText('x = ("ab")'));
  });

  it.skipIf(!hasCPython || programs.length === 0)(
    needsCPython(
      needsRows('agrees with ast.unparse on every fifth of the tasks of the reference implementation', programs[0]),
    ),
    () => {
      const theirs = askCPython<Reading[]>(READ_PROGRAMS, programs);
      programs.forEach((source, index) => {
        expect(readProgram(source)).toEqual(theirs[index]);
      });
      expect(compareTrees(programs)).toEqual([]);
    },
  );
});
