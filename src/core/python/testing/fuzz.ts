import type { RunErrorKind, RunRequest } from '../api.ts';
import { runRequest } from '../run.ts';
import { deepProgram, mutateProgram, randomText } from './generator/mutations.ts';

const KINDS: ReadonlySet<RunErrorKind> = new Set<RunErrorKind>([
  'python',
  'syntax',
  'unsupported',
  'banned',
  'fuel',
  'memory',
  'recursion',
  'output',
  'source',
  'request',
]);

const FUEL = 20_000;
const MEMORY = 4 * 1024 * 1024;
const OUTPUT_LIMIT = 5000;
const MILLISECONDS = 1000;

/** Sources that are mostly wrong: mutated programs, random text, and deep or long constructs, in turn. */
export function fuzzSource(seed: number, number: number): string {
  switch (number % 6) {
    case 4:
      return randomText(seed, number);
    case 5:
      return deepProgram(seed, number);
    default:
      return mutateProgram(seed, number);
  }
}

/** Runs a source, and the same text as arguments and as a call; says in words what must never happen, if it did. */
export function fuzzFault(source: string): string | undefined {
  const code = 'def f(*x, **y): return x';
  const options = { fuel: FUEL, memory: MEMORY, outputLimit: OUTPUT_LIMIT };
  const requests: RunRequest[] = [
    { code: source, args: '1, [2], "c"', ...options },
    { code: source, call: 'f(3)', trace: true, ...options },
    { code, args: source.slice(0, 2000), ...options },
    { code, call: source.slice(0, 2000), ...options },
  ];
  for (const request of requests) {
    // Processor time: on a busy machine the clock also counts what others do.
    const started = process.cpuUsage();
    let fault: string | undefined;
    try {
      const result = runRequest(request);
      if (result.ok && result.output.length > OUTPUT_LIMIT) fault = 'an output above its limit';
      if (!result.ok && !KINDS.has(result.error.kind)) fault = `an unknown kind of refusal, ${result.error.kind}`;
      if (!result.ok && /internal error/.test(result.error.message)) fault = result.error.message;
      if (!result.ok && result.error.message === undefined) fault = 'a refusal without a message';
      if (result.steps > FUEL) fault = `more steps than its fuel, ${result.steps}`;
    } catch (error) {
      fault = `the interpreter threw ${error}`;
    }
    const { user, system } = process.cpuUsage(started);
    const took = (user + system) / 1000;
    if (took > MILLISECONDS) fault ??= `it took ${Math.round(took)} ms`;
    if (fault !== undefined) return `${fault}: ${JSON.stringify(request).slice(0, 2000)}`;
  }
  return undefined;
}
