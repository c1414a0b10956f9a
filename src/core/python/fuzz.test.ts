import { describe, expect, it } from 'vitest';
import { fuzzFault, fuzzSource } from './testing/fuzz.ts';

/** How many wrong sources are run here, four ways each; `npm run soak -- --only python` runs far more. */
const SOURCES = 600;
const SEED = 5;

describe('the interpreter under wrong input', () => {
  it('answers mutated programs, random text and deep nesting in time, within its budgets, with a known kind', () => {
    const faults: string[] = [];
    for (let number = 0; number < SOURCES; number++) {
      const fault = fuzzFault(fuzzSource(SEED, number));
      if (fault !== undefined) faults.push(fault);
    }
    expect(faults).toEqual([]);
  });
});
