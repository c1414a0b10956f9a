import type { RunRequest, RunResult } from '../python/api.ts';
import type { RandomStream } from '../rng.ts';
import type { Language } from './language.ts';
import { programFacts } from './programFacts.ts';
import { type TraceLine, traceLines } from './traceLines.ts';

/** Lines that a program may have beyond the one that raises. */
const LINES_NEVER_REACHED = 2;

/** A random program of the language with an input on which it raises the exception `name`, on its `depth`-th line. */
export function raisingProgram(
  language: Language,
  random: RandomStream,
  depth: number,
  run: (request: RunRequest) => RunResult,
): { program: string; input: string; name: string; lines: TraceLine[] } {
  for (;;) {
    const { program, input } = language.riskyProgram(random, depth + random.integer(LINES_NEVER_REACHED + 1));
    // Most programs return or raise too early, which shows without a trace: no line runs before one that stands above it.
    const result = run({ code: program, args: input });
    if (result.ok || result.error.kind !== 'python') continue;
    const { trace = [] } = run({ code: program, args: input, trace: true });
    const lines = traceLines(program, programFacts(program), trace);
    if (lines.length === depth) return { program, input, name: result.error.type, lines };
  }
}
