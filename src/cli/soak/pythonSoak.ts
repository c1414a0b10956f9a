import { askCPython, hasCPython } from '../../core/python/testing/cpythonOracle.ts';
import { compareWithCPython } from '../../core/python/testing/differential.ts';
import { fuzzFault, fuzzSource } from '../../core/python/testing/fuzz.ts';
import { askCatalogue } from '../../core/python/testing/generator/callCatalogue.ts';
import { mutateProgram } from '../../core/python/testing/generator/mutations.ts';
import { oddCall } from '../../core/python/testing/generator/oddCalls.ts';
import { type GeneratedProgram, generateProgram } from '../../core/python/testing/generator/programs.ts';
import { READ_PROGRAMS, type Reading, readProgram } from '../../core/python/testing/syntaxOracle.ts';

/** Programs in one run of CPython. */
const BATCH = 1000;
/** At most so many differences are shown. */
const SHOWN = 20;

export interface PythonSoakOptions {
  seed: number;
  /** Generated programs to run here and in CPython. */
  programs: number;
  /** Calls of everything there is to call, on values that seldom suit it, to run here and in CPython. */
  calls: number;
  /** Mutated programs whose reading is compared, and wrong sources that are run for their safety alone. */
  sources: number;
  say: (text: string) => void;
}

/** The long tests of the interpreter; true when all went well. */
export function soakPython({ seed, programs, calls, sources, say }: PythonSoakOptions): boolean {
  const faults = fuzz(seed, sources, say);
  if (!hasCPython) {
    say('python: no CPython 3.11 (python3) on this machine: the comparison with it was skipped\n');
    return faults === 0;
  }
  const misread = compareReadings(seed, sources, say);
  const program = (number: number): GeneratedProgram => generateProgram(seed, number);
  let wrong = compareAnswers({ name: 'answers', count: programs, program, say });
  const catalogue = askCatalogue();
  const oddCallOf = (number: number): GeneratedProgram => oddCall(catalogue, seed, number);
  wrong += compareAnswers({ name: 'odd calls', count: calls, program: oddCallOf, say });
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

interface Comparisons {
  name: string;
  count: number;
  program: (number: number) => GeneratedProgram;
  say: (text: string) => void;
}

/** Runs generated programs here and in CPython; says how they compare, and why some could not be. */
function compareAnswers({ name, count, program, say }: Comparisons): number {
  const total = { agreed: 0, unending: 0, refused: 0, wrong: 0, raised: 0, sameMessage: 0 };
  const skipped: Record<string, number> = {};
  for (let from = 0; from < count; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => program(from + index));
    const comparison = compareWithCPython(batch);
    for (const { program: wrong, ours, theirs } of comparison.wrong) {
      if (total.wrong++ < SHOWN) say(`${JSON.stringify({ ours, theirs })}\n${wrong.code}${wrong.call}\n`);
    }
    total.agreed += comparison.agreed;
    total.unending += comparison.unending;
    total.raised += comparison.raised;
    total.sameMessage += comparison.sameMessage;
    for (const refused of Object.values(comparison.refused)) total.refused += refused;
    for (const [reason, times] of Object.entries(comparison.skipped)) skipped[reason] = (skipped[reason] ?? 0) + times;
    say(`python ${name}: ${from + batch.length} programs, ${JSON.stringify(total)}\n`);
  }
  say(`python ${name}: ${total.unending} end in neither, or need too much memory in both; `);
  say(`not compared: ${JSON.stringify(skipped)}\n`);
  return total.wrong;
}
