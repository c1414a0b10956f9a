import type { RunErrorKind } from './api.ts';
import type { LiveMemory } from './liveMemory.ts';

/**
 * The budgets of the run in progress. One run at a time a thread, so they are plain module state: the run-time library
 * charges them inline, which costs a subtraction and a comparison.
 */
export const budget = {
  /** Steps left. */
  fuel: 0,
  /** Bytes left. */
  memory: 0,
  /** Python frames (and nested reprs, comparisons) in progress. */
  depth: 0,
  /** Counts the values that are live, in a run that is repeated for that; else `memory` counts those made. */
  live: null as LiveMemory | null,
};

/** Frames that CPython allows below the module's own (`sys.getrecursionlimit()` is 1000). */
export const MAX_DEPTH = 999;

/** Big integers above this many bits are refused (kind `memory`): their arithmetic grows faster than fuel can see. */
export const MAX_INTEGER_BITS = 200_000;

/** Estimated bytes of an instance of a class of the program, and of an attribute. */
export const INSTANCE_BYTES = 96;
export const ATTRIBUTE_BYTES = 32;

/** The interpreter declines to go on. Python code cannot catch it. */
export class Refusal {
  line = 0;

  constructor(
    readonly kind: RunErrorKind,
    readonly message: string,
    readonly type: string = REFUSAL_TYPES[kind],
  ) {}
}

const REFUSAL_TYPES: Record<RunErrorKind, string> = {
  python: 'Exception',
  syntax: 'SyntaxError',
  unsupported: 'Unsupported',
  banned: 'BannedImport',
  fuel: 'FuelExceeded',
  memory: 'MemoryExceeded',
  recursion: 'RecursionError',
  output: 'OutputRefused',
  nondeterministic: 'Nondeterministic',
  source: 'SourceRefused',
  request: 'BadRequest',
};

/** Spends `steps` of fuel; throws a `fuel` refusal when none is left. */
export function charge(steps: number): void {
  if ((budget.fuel -= steps) < 0) outOfFuel();
}

/** Throws the `fuel` refusal. */
export function outOfFuel(): never {
  budget.fuel = -1;
  throw new Refusal('fuel', 'the program used up its step budget: make its loops or its inputs smaller');
}

/** Charges `bytes` about to be allocated; throws a `memory` refusal before the allocation would happen. */
export function allocate(bytes: number): void {
  if ((budget.memory -= bytes) < 0) outOfMemory();
}

/** Charges for a text that was put together, unless it is short; returns it. */
export function payForText(text: string): string {
  if (text.length > 32) {
    charge(text.length >> 6);
    allocate(text.length);
  }
  return text;
}

/** Counts what is live where that is asked for, and throws the `memory` refusal where it is too much. */
export function outOfMemory(): void {
  if (budget.live === null) refuseMemory();
  budget.live.recount();
}

/** Holds a value that native code has got, where live values are counted; returns it. */
export function held<T>(value: T): T {
  return budget.live === null ? value : budget.live.hold(value);
}

/** Throws the `memory` refusal. */
export function refuseMemory(): never {
  budget.memory = -1;
  throw new Refusal('memory', 'the program would use more memory than its budget: build smaller values');
}

/** Throws the refusal of a feature that this interpreter leaves out; the message begins with the feature's name. */
export function unsupported(feature: string, why = 'is not part of this interpreter'): never {
  throw new Refusal('unsupported', `${feature} ${why}`);
}
