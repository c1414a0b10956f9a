import { describe, expect, it } from 'vitest';
import { PythonSyntaxError } from '../python/pythonSyntaxError.ts';
import { programFacts } from './programFacts.ts';

describe('programFacts', () => {
  it('gives programs that differ in names or layout the same canonical text', () => {
    const one = programFacts('def f(c):\n    d = sorted(c)\n    return [v + 1 for v in d]').canonical;
    expect(programFacts('def f(x):\n  y=sorted( x )\n\n  # a comment\n  return [k+1 for k in y]').canonical).toBe(one);
    expect(programFacts('def f(c):\n    d = sorted(c)\n    return [v + 2 for v in d]').canonical).not.toBe(one);
    expect(programFacts('def f(c):\n    d = reversed(c)\n    return [v + 1 for v in d]').canonical).not.toBe(one);
  });

  it('knows the entry only when there is exactly one', () => {
    expect(programFacts('def f(a):\n    return a').parameters).toEqual(['a']);
    expect(programFacts('def g(a):\n    return a').entry).toBeUndefined();
    expect(programFacts('def f(a):\n    return a\ndef f(b):\n    return b').entry).toBeUndefined();
  });

  it('lists statements as they are normalised', () => {
    expect(programFacts('def f(c):\n    d=c[ 1 : ]+[3]\n    return d').statements).toEqual(['d = c[1:] + [3]']);
  });

  it('throws what the parser throws', () => {
    expect(() => programFacts('def f(:')).toThrow(PythonSyntaxError);
  });
});
