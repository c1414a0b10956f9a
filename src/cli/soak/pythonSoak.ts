import { askCPython, hasCPython } from '../../core/python/testing/cpythonOracle.ts';
import { compareWithCPython } from '../../core/python/testing/differential.ts';
import { fuzzFault, fuzzSource } from '../../core/python/testing/fuzz.ts';
import { mutateProgram } from '../../core/python/testing/generator/mutations.ts';
import { generateProgram } from '../../core/python/testing/generator/programs.ts';
import { READ_PROGRAMS, type Reading, readProgram } from '../../core/python/testing/syntaxOracle.ts';

/** Programs in one run of CPython. */
const BATCH = 1000;
/** At most so many differences are shown. */
const SHOWN = 20;

export interface PythonSoakOptions {
  seed: number;
  /** Generated programs to run here and in CPython. */
  programs: number;
  /** Mutated programs whose reading is compared, and wrong sources that are run for their safety alone. */
  sources: number;
  say: (text: string) => void;
}

/** The long tests of the interpreter; true when all went well. */
export function soakPython({ seed, programs, sources, say }: PythonSoakOptions): boolean {
  const faults = fuzz(seed, sources, say);
  if (!hasCPython) {
    say('python: no CPython 3.11 (python3) on this machine: the comparison with it was skipped\n');
    return faults === 0;
  }
  const misread = compareReadings(seed, sources, say);
  const wrong = compareAnswers(seed, programs, say);
  return faults + misread + wrong === 0;
}

function fuzz(seed: number, sources: number, say: (text: string) => void): number {
  let faults = 0;
  for (let number = 0; number < sources; number++) {
    const fault = fuzzFault(fuzzSource(seed, number));
    if (fault !== undefined && faults++ < SHOWN) say(`fuzz ${number}: ${fault}\n`);
  }
  say(`python fuzz: ${sources} sources, ${faults} faults\n`);
  return faults;
}

/** Broken programs must be refused and right ones read, with CPython's words. */
function compareReadings(seed: number, sources: number, say: (text: string) => void): number {
  let refusedByBoth = 0;
  let sameError = 0;
  let misread = 0;
  for (let from = 0; from < sources; from += BATCH) {
    const count = Math.min(BATCH, sources - from);
    const texts = Array.from({ length: count }, (_, index) => mutateProgram(seed, from + index));
    const theirs = askCPython<Reading[]>(READ_PROGRAMS, texts, 600_000);
    texts.forEach((text, index) => {
      const ours = readProgram(text);
      if (ours === undefined) return;
      const reading = theirs[index];
      if ('text' in ours !== 'text' in reading) {
        if (misread++ < SHOWN) say(`read otherwise: ${JSON.stringify({ text, ours, theirs: reading })}\n`);
      } else if ('error' in ours) {
        refusedByBoth++;
        if (JSON.stringify(ours) === JSON.stringify(reading)) sameError++;
      }
    });
  }
  const share = ((100 * sameError) / Math.max(1, refusedByBoth)).toFixed(1);
  say(`python readings: ${sources} mutated programs, ${misread} read otherwise; `);
  say(`of ${refusedByBoth} refused ${share} % with CPython's type, message and line\n`);
  return misread;
}

function compareAnswers(seed: number, programs: number, say: (text: string) => void): number {
  const total = { agreed: 0, skipped: 0, refused: 0, wrong: 0, raised: 0, sameMessage: 0 };
  for (let from = 0; from < programs; from += BATCH) {
    const count = Math.min(BATCH, programs - from);
    const batch = Array.from({ length: count }, (_, index) => generateProgram(seed, from + index));
    const comparison = compareWithCPython(batch);
    for (const { program, ours, theirs } of comparison.wrong) {
      if (total.wrong++ < SHOWN) say(`${JSON.stringify({ ours, theirs })}\n${program.code}${program.call}\n`);
    }
    total.agreed += comparison.agreed;
    total.skipped += comparison.skipped;
    total.raised += comparison.raised;
    total.sameMessage += comparison.sameMessage;
    for (const refused of Object.values(comparison.refused)) total.refused += refused;
    say(`python answers: ${from + count} programs, ${JSON.stringify(total)}\n`);
  }
  return total.wrong;
}
