import { describe, expect, it } from 'vitest';
import { runRequest } from './run.ts';
import { hasCPython, needsCPython } from './testing/cpythonOracle.ts';
import { compareWithCPython, type Outcome } from './testing/differential.ts';
import recorded from './testing/differentialFixtures.json' with { type: 'json' };
import { askCatalogue, CALL_PREAMBLE } from './testing/generator/callCatalogue.ts';
import { oddCall } from './testing/generator/oddCalls.ts';
import { type GeneratedProgram, generateProgram } from './testing/generator/programs.ts';
import oddCalls from './testing/oddCallFixtures.json' with { type: 'json' };

/** How many generated programs are compared here; `npm run soak -- --only python` compares far more. */
const PROGRAMS = 500;
const SEED = 11;
/** How many calls on odd values are compared here. */
const CALLS = 400;

/** What CPython made of a call on odd values, or the kind of our refusal: where it shows an address, or is left out. */
interface OddCallRow {
  code: string;
  call: string;
  output?: string;
  error?: { type: string; message: string };
  refused?: string;
}

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
    const { wrong, refused, agreed, unending, skipped, raised, sameMessage } = compareWithCPython(programs);
    expect(wrong).toEqual([]);
    expect(refused).toEqual({});
    expect(skipped).toEqual({});
    expect(agreed + unending).toBe(PROGRAMS);
    expect(unending).toBeLessThan(PROGRAMS / 50);
    expect(sameMessage / raised).toBeGreaterThanOrEqual(0.95);
    // Programs that all end early would show little.
    expect(raised / PROGRAMS).toBeLessThan(0.5);
  });

  it.each(oddCalls as OddCallRow[])('agrees with the record of the odd call %#', (row) => {
    const result = runRequest({ code: `${CALL_PREAMBLE}\n${row.code}`, call: row.call });
    if (row.output !== undefined) expect(result).toMatchObject({ ok: true, output: row.output });
    else if (row.error !== undefined) expect(result).toMatchObject({ ok: false, error: row.error });
    else expect(result).toMatchObject({ ok: false, error: { kind: row.refused } });
  });

  it.skipIf(!hasCPython)(needsCPython(`gives no other value to ${CALLS} calls on odd values`), () => {
    const catalogue = askCatalogue();
    const calls = Array.from({ length: CALLS }, (_, number) => oddCall(catalogue, SEED, number));
    const { wrong, skipped, raised, sameMessage } = compareWithCPython(calls);
    expect(wrong).toEqual([]);
    expect(skipped).toEqual({});
    expect(sameMessage / raised).toBeGreaterThanOrEqual(0.95);
  });
});
