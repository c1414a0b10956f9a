import { budget, charge, MAX_DEPTH } from '../budget.ts';
import { addressOf } from '../ops/identity.ts';
import { tooDeep } from '../ops/recursion.ts';
import { isException, Raised, raise, typeError, valueError } from './exceptions.ts';
import { generatorType } from './types.ts';
import { type PyException, PyIterator, type Value } from './value.ts';

/** The JavaScript generator behind a Python one. */
export type Steps = Generator<Value, Value | undefined, Value | undefined>;

/** A Python generator around a JavaScript one that starts at the first step. */
export class PyGenerator extends PyIterator {
  private running: Steps | null = null;
  private state: 'new' | 'suspended' | 'running' | 'done' = 'new';
  /** What the generator returned. */
  returned: Value = null;

  constructor(
    readonly name: string,
    private readonly start: () => Steps,
    /** Runs a fresh generator to its end (or until the sink says stop) in plain loops; `null` where it cannot. */
    private readonly drain: ((sink: (item: Value) => boolean) => boolean) | null,
    /** Whether nobody asks it for more once its consumer has stopped. */
    private readonly disposable = false,
  ) {
    super();
  }

  override represent(): string {
    return `<generator object ${this.name} at ${addressOf(this)}>`;
  }

  next(): Value | undefined {
    return this.resume(undefined);
  }

  /**
   * Gives items to `sink` until it returns true, which with `toEnd` it never does. In plain loops where that cannot
   * be told from stepping.
   */
  each(sink: (item: Value) => boolean, toEnd: boolean): void {
    if (this.state !== 'new' || this.drain === null || !(toEnd || this.disposable)) {
      for (let item = this.next(); item !== undefined; item = this.next()) {
        if (!sink(item)) continue;
        this.discard();
        return;
      }
      return;
    }
    this.state = 'running';
    this.enter();
    try {
      this.drain(sink);
    } catch (error) {
      this.state = 'done';
      throw stopInside(error);
    }
    budget.depth--;
    this.state = 'done';
  }

  /** Closes the generator when its consumer was the only one who could see it, as CPython's reference counts do. */
  discard(): void {
    if (this.disposable) this.close();
  }

  /** `generator.send(value)`; `undefined` at the end. */
  send(value: Value): Value | undefined {
    if (this.state === 'new' && value !== null) typeError("can't send non-None value to a just-started generator");
    return this.resume(value);
  }

  /** `generator.throw(exception)`; `undefined` at the end. */
  throw(exception: PyException): Value | undefined {
    if (this.state === 'new') this.state = 'done';
    if (this.state === 'done') throw new Raised(exception);
    return this.step((generator) => generator.throw(new Raised(exception)));
  }

  /** `generator.close()`. */
  close(): void {
    if (this.state === 'new' || this.state === 'done') {
      this.state = 'done';
      return;
    }
    const depth = budget.depth;
    try {
      raise('GeneratorExit');
    } catch (exit) {
      try {
        const item = this.step((generator) => generator.throw(exit));
        if (item !== undefined) raise('RuntimeError', 'generator ignored GeneratorExit');
      } catch (error) {
        if (!(error instanceof Raised)) throw error;
        const quiet = isException(error.exception, 'GeneratorExit') || isException(error.exception, 'StopIteration');
        if (!quiet) throw error;
        budget.depth = depth;
      }
    }
  }

  private resume(value: Value | undefined): Value | undefined {
    if (this.state === 'done') return undefined;
    return this.step((generator) => generator.next(value));
  }

  private enter(): void {
    if (++budget.depth > MAX_DEPTH) tooDeep('');
    charge(1);
  }

  private step(advance: (steps: Steps) => IteratorResult<Value, Value | undefined>): Value | undefined {
    if (this.state === 'running') valueError('generator already executing');
    this.running ??= this.start();
    this.state = 'running';
    this.enter();
    let result: IteratorResult<Value, Value | undefined>;
    try {
      result = advance(this.running);
    } catch (error) {
      this.state = 'done';
      throw stopInside(error);
    }
    budget.depth--;
    if (result.done) {
      this.state = 'done';
      this.returned = result.value === undefined ? null : result.value;
      return undefined;
    }
    this.state = 'suspended';
    return result.value;
  }
}

PyGenerator.prototype.cls = generatorType;

/** A StopIteration that comes up inside a generator becomes a RuntimeError. */
function stopInside(error: unknown): unknown {
  if (!(error instanceof Raised) || !isException(error.exception, 'StopIteration')) return error;
  try {
    raise('RuntimeError', 'generator raised StopIteration');
  } catch (replaced) {
    if (replaced instanceof Raised) {
      replaced.exception.cause = error.exception;
      replaced.exception.context = error.exception;
    }
    return replaced;
  }
}
