import type { RunError, RunErrorKind, RunOptions, RunRequest, RunResult } from './api.ts';
import { budget, Refusal } from './budget.ts';
import { printed } from './builtins/print.ts';
import { compileCallText, compileEntryCall, compileProgram, type Program } from './compile/program.ts';
import type { Evaluate } from './compile/types.ts';
import { refuseDisguised } from './disguised.ts';
import { refuseIncomparable } from './incomparable.ts';
import { sameLiteral } from './literal.ts';
import { resetContext } from './modules/decimal/context.ts';
import { seedHash, seedUsed } from './ops/hash.ts';
import { identityCounted, identityShown, resetIdentities } from './ops/identity.ts';
import { interning } from './ops/interning.ts';
import { exceptionText, repr, resetRepr } from './ops/repr.ts';
import { PythonSyntaxError } from './pythonSyntaxError.ts';
import { exceptionState } from './values/exceptionState.ts';
import { isException, Raised } from './values/exceptions.ts';
import type { Value } from './values/value.ts';

/** Steps that a run may spend when the request does not say. */
export const DEFAULT_FUEL = 100_000;

/** Bytes of live values that a run may have when the request does not say. */
export const DEFAULT_MEMORY = 16 * 1024 * 1024;

/** Longest `repr` of a result when the request does not say, in characters. */
export const DEFAULT_OUTPUT_LIMIT = 20_000;

/** Runs besides the first one that tell whether a result depends on where objects lie in memory. */
const OTHER_IDENTITIES = [1, 2, 3];

/**
 * What is added to the hash seed where `deterministic` asks for more runs: the first alone unless a hash that depends on the seed was used.
 * Of 190 sets of two words 132 have the same order with the first two seeds, 16 with five, none with nine.
 */
const OTHER_SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

/** What differs between the runs of a request. */
interface Conditions {
  trace: boolean;
  hashSeed: number;
  /** Other numbers for each: see `resetIdentities`. */
  identities: number;
}

/**
 * Runs a program and evaluates its entry call, from fresh state. A result that depends on `id()` or on default hashes, which are
 * addresses in CPython, or on which strings the process has interned is refused (kind `output`); `deterministic` in the request refuses
 * more. Never throws.
 */
export function runRequest(request: RunRequest): RunResult {
  const asAsked: Conditions = { trace: request.trace ?? false, hashSeed: request.hashSeed ?? 0, identities: 0 };
  const first = run(request, asAsked);
  const countsIdentities = first.ok && (identityCounted.yes || identityShown.everYes);
  const usesSeed = seedUsed.yes;
  const usesInterned = interning.decides;
  if (countsIdentities) {
    for (const identities of OTHER_IDENTITIES) {
      const other = run(request, { trace: false, hashSeed: asAsked.hashSeed, identities });
      if (!isSame(first, other)) return refuse(first, 'output', ADDRESS_DECIDES);
    }
  }
  // What is refused by the first run alone need not be repeated.
  if (request.deterministic && (first.ok || first.error.kind === 'python')) {
    for (const offset of usesSeed ? OTHER_SEEDS : OTHER_SEEDS.slice(0, 1)) {
      const other = run(request, { trace: false, hashSeed: asAsked.hashSeed + offset, identities: 0 });
      if (!isEqual(first, other)) return refuse(first, 'nondeterministic', setDecides(first, other));
    }
  }
  if (usesInterned && !isSame(first, otherwiseInterned(request))) return refuse(first, 'output', INTERNING_DECIDES);
  return first;
}

const ADDRESS_DECIDES =
  "the result depends on an object's address, which differs from run to run: do not use its id() or hash()";
const INTERNING_DECIDES =
  'the result depends on the order of a set of constant strings, which differs from process to process: sort it first';

function setDecides(first: RunResult, other: RunResult): string {
  const [one, two] = [first, other].map((result) => (result.ok ? result.output : result.error.type).slice(0, 80));
  return `it gives ${one} or ${two} by the order of a set, which differs from run to run: sort it first`;
}

/** The result when the strings of a constant set were interned before the program, where that changes its order. */
function otherwiseInterned(request: RunRequest): RunResult {
  interning.assumed = true;
  try {
    return run(request, { trace: false, hashSeed: request.hashSeed ?? 0, identities: 0 });
  } finally {
    interning.assumed = false;
  }
}

function isSame(a: RunResult, b: RunResult): boolean {
  if (a.ok || b.ok) return a.ok && b.ok && a.output === b.output;
  return a.error.type === b.error.type && a.error.message === b.error.message;
}

/** Whether two runs gave equal values, in whatever order these show their sets, or the same exception, in whatever words. */
function isEqual(a: RunResult, b: RunResult): boolean {
  if (a.ok && b.ok) return a.output === b.output || sameLiteral(a.output, b.output);
  return !a.ok && !b.ok && a.error.type === b.error.type;
}

function refuse(result: RunResult, kind: RunErrorKind, message: string): RunResult {
  const { type } = new Refusal(kind, message);
  return { ...result, ok: false, error: { kind, type, message, line: 0 } };
}

/** Runs a request. Where it has made more than its budget, it is run again to count what is live: most requests never need that. */
function run(request: RunRequest, conditions: Conditions): RunResult {
  const result = runOnce(request, conditions, false);
  return result.ok || result.error.kind !== 'memory' ? result : runOnce(request, conditions, true);
}

function runOnce(request: RunRequest, { trace, hashSeed, identities }: Conditions, countsLive: boolean): RunResult {
  const fuel = begin(request.fuel ?? DEFAULT_FUEL, request.memory ?? DEFAULT_MEMORY, hashSeed, identities);
  let program: Program | null = null;
  try {
    program = compileProgram(request.code, trace, countsLive ? budget.memory : null);
    budget.live = program.context.live;
    const evaluate =
      'args' in request ? compileEntryCall(program, request.args) : compileCallText(program, request.call);
    const value = evaluateEntry(program, evaluate);
    if (request.deterministic) refuseIncomparable(value);
    const output = show(value, request);
    if (request.deterministic || request.refuseDisguised) refuseDisguised(value, output);
    return finish({ ok: true, output, steps: fuel - budget.fuel, stdout: printed.text }, program);
  } catch (error) {
    const steps = Math.min(fuel, fuel - budget.fuel);
    return finish({ ok: false, error: describe(error), steps, stdout: printed.text }, program);
  } finally {
    budget.live = null;
  }
}

/** Resets the state of the thread's interpreter for a run; returns its fuel. */
function begin(fuel: number, memory: number, hashSeed = 0, identities = 0): number {
  budget.fuel = fuel;
  budget.memory = memory;
  budget.depth = 0;
  budget.live = null;
  seedHash(hashSeed);
  resetIdentities(identities);
  resetRepr();
  interning.decides = false;
  printed.text = '';
  exceptionState.handled = null;
  resetContext();
  return fuel;
}

/** Runs the module's body, then the entry call. */
function evaluateEntry(program: Program, evaluate: Evaluate): Value {
  const { globals, tracer } = program.context;
  program.body(globals);
  if (tracer === null) return evaluate(globals);
  tracer.active = true;
  try {
    return evaluate(globals);
  } finally {
    tracer.active = false;
  }
}

/** What addresses look like in our reprs. */
const ADDRESS = /0x7f00[0-9a-f]{8}/;

/** The repr of the result; refuses one that is too long or shows an address, which no two runs share. */
function show(value: Value, options: RunOptions): string {
  identityShown.yes = false;
  const output = repr(value);
  const limit = options.outputLimit ?? DEFAULT_OUTPUT_LIMIT;
  if (output.length > limit) {
    throw new Refusal('output', `the result's repr has ${output.length} characters, more than the limit of ${limit}`);
  }
  // An address may also have come into a string that the result holds.
  if (identityShown.yes || (identityShown.everYes && ADDRESS.test(output))) {
    throw new Refusal(
      'output',
      `the result shows an object's address, which differs from run to run: ${output.slice(0, 80)}`,
    );
  }
  return output;
}

function finish(result: RunResult, program: Program | null): RunResult {
  const tracer = program?.context.tracer;
  if (tracer) result.trace = tracer.events;
  return result;
}

/** An error of any kind as the caller sees it. */
function describe(error: unknown): RunError {
  if (error instanceof Raised) return describeRaised(error);
  if (error instanceof Refusal) return { kind: error.kind, type: error.type, message: error.message, line: error.line };
  if (error instanceof PythonSyntaxError) {
    return { kind: error.kind, type: error.type, message: error.message, line: error.line, column: error.column + 1 };
  }
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    return {
      kind: 'recursion',
      type: 'RecursionError',
      message: 'the program recurses deeper than the interpreter can follow: make its recursion shallower',
      line: 0,
    };
  }
  if (error instanceof RangeError) {
    return {
      kind: 'memory',
      type: 'MemoryExceeded',
      message: 'the program built a value larger than the interpreter can hold',
      line: 0,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    kind: 'unsupported',
    type: 'Unsupported',
    message: `internal error of the interpreter: ${message}`,
    line: 0,
  };
}

function describeRaised(error: Raised): RunError {
  const { exception, line } = error;
  let message: string;
  budget.depth = 0;
  try {
    message = exceptionText(exception);
  } catch {
    message = '<exception str() failed>';
  }
  const kind = isException(exception, 'RecursionError') ? 'recursion' : 'python';
  return { kind, type: exception.cls.name, message, line };
}

/** Runs a file as `python3 FILE` would. The traceback ends with CPython's last line. */
export function runFile(source: string): { stdout: string; error?: { traceback: string } } {
  const first = runFileOnce(source, false);
  const { stdout, error, raised } = first.error?.kind === 'memory' ? runFileOnce(source, true) : first;
  return error === undefined ? { stdout } : { stdout, error: { traceback: traceback(error, raised) } };
}

function runFileOnce(source: string, countsLive: boolean): { stdout: string; error?: RunError; raised?: unknown } {
  begin(100_000_000, 256 * 1024 * 1024);
  try {
    const program = compileProgram(source, false, countsLive ? budget.memory : null);
    budget.live = program.context.live;
    program.body(program.context.globals);
    return { stdout: printed.text };
  } catch (raised) {
    return { stdout: printed.text, error: describe(raised), raised };
  } finally {
    budget.live = null;
  }
}

function traceback({ kind, type, message, line }: RunError, error: unknown): string {
  if (error instanceof Raised) {
    const lines = ['Traceback (most recent call last):'];
    for (const frame of [...error.frames].reverse())
      lines.push(`  File "<file>", line ${frame.line}, in ${frame.name}`);
    const name =
      error.exception.cls.module === 'builtins'
        ? type
        : `${error.exception.cls.module}.${error.exception.cls.qualname}`;
    return [...lines, message === '' ? name : `${name}: ${message}`].join('\n');
  }
  const where = line > 0 ? `  File "<file>", line ${line}\n` : '';
  return `${where}${type}: ${message}${kind === 'syntax' ? '' : ` (${kind})`}`;
}
