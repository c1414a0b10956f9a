import { describe, expect, it } from 'vitest';
import { runRequest } from './run.ts';
import { hasCPython, needsCPython } from './testing/cpythonOracle.ts';
import { compareWithCPython, type Outcome } from './testing/differential.ts';
import recorded from './testing/differentialFixtures.json' with { type: 'json' };
import { type GeneratedProgram, generateProgram } from './testing/generator/programs.ts';

/** How many generated programs are compared here; `npm run soak -- --only python` compares far more. */
const PROGRAMS = 500;
const SEED = 11;

describe('the interpreter against CPython', () => {
  it.each(recorded as [GeneratedProgram, Outcome][])('agrees with the record of program %#', (program, outcome) => {
    const result = runRequest(program);
    if ('output' in outcome) expect(result).toMatchObject({ ok: true, output: outcome.output });
    else if ('type' in outcome) {
      expect(result).toMatchObject({ ok: false, error: { type: outcome.type, message: outcome.message } });
    }
  });

  it.skipIf(!hasCPython)(needsCPython(`gives the same answers to ${PROGRAMS} generated programs`), () => {
    const programs = Array.from({ length: PROGRAMS }, (_, number) => generateProgram(SEED, number));
    const { wrong, refused, agreed, skipped, raised, sameMessage } = compareWithCPython(programs);
    expect(wrong).toEqual([]);
    expect(refused).toEqual({});
    expect(agreed + skipped).toBe(PROGRAMS);
    expect(skipped).toBeLessThan(PROGRAMS / 50);
    expect(sameMessage / raised).toBeGreaterThanOrEqual(0.95);
    // Programs that all end early would show little.
    expect(raised / PROGRAMS).toBeLessThan(0.5);
  });
});
