import type { Frame } from '../values/frame.ts';
import { PySingleton, type Value } from '../values/value.ts';

/** An expression, compiled. */
export type Evaluate = (frame: Frame) => Value;

/**
 * What a statement ends with: `undefined` when control goes on to the next one, `BREAK` or `CONTINUE` for the loop
 * around it, anything else is the value that the function returns.
 */
export type Completion = Value | undefined;

/** A statement, compiled. */
export type Execute = (frame: Frame) => Completion;

/** A statement with a `yield` in it, compiled. */
export type ExecuteGenerator = (frame: Frame) => Generator<Value, Completion, Value | undefined>;

/** An expression with a `yield` in it, compiled. */
export type EvaluateGenerator = (frame: Frame) => Generator<Value, Value, Value | undefined>;

/** Stores a value in a target. */
export type Store = (frame: Frame, value: Value) => void;

export const BREAK: Value = new PySingleton('break');
export const CONTINUE: Value = new PySingleton('continue');
