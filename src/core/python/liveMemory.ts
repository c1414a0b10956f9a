import { budget, refuseMemory } from './budget.ts';
import { printed } from './builtins/print.ts';
import type { Completion, ExecuteGenerator } from './compile/types.ts';
import { liveBytes } from './liveBytes.ts';
import { exceptionState } from './values/exceptionState.ts';
import type { Frame } from './values/frame.ts';
import type { Steps } from './values/generator.ts';
import { PySingleton, type Value } from './values/value.ts';

/** Share of the budget that is made at least between two counts. */
const ROOM = 1 / 4;

/** Shortest text that is held for its own sake. */
const LONG_TEXT = 64;

/** Estimated bytes of the small objects of a turn and of a call that nobody else charges for. */
const TURN_BYTES = 16;
const CALL_BYTES = 64;

/** A place to return to: what was held, and how many bytes native code in progress had made. */
export interface Mark {
  length: number;
  inFlight: number;
}

interface Caller {
  held: unknown[];
  base: number;
}

/**
 * Counts the values that a run holds: whenever what has been made since the last count might have gone over the budget, all that can be
 * reached from the frames in progress is counted. What no frame shows but native code may still hold is known from two sides: every value
 * that the run-time library gets hold of (operands, results, items, arguments) is held until the expression, statement or turn that it
 * belongs to is over, and the bytes that it has made itself meanwhile are counted in full.
 */
export class LiveMemory {
  /** For each frame in progress its variables, then what is held for its sake. */
  private readonly frames: unknown[][];
  /** The last of `frames`. */
  private held: unknown[];
  /** Bytes in flight when the innermost frame was entered. */
  private base = 0;
  /** The bytes in flight are what the budget lacks to this. */
  private origin: number;

  /**
   * @param globals the module's frame
   * @param limit bytes that may be live
   */
  constructor(
    globals: Frame,
    private readonly limit: number,
  ) {
    this.held = [globals];
    this.frames = [this.held];
    this.origin = limit;
    budget.memory = limit;
  }

  /** Counts what is live, bytes just asked for included. Refuses where that is more than the budget. */
  recount(): void {
    const inFlight = this.inFlight() + printed.text.length;
    const roots = [this.frames, exceptionState.handled];
    const live = inFlight > this.limit ? inFlight : inFlight + liveBytes(roots, this.limit - inFlight);
    if (live > this.limit) refuseMemory();
    const lacking = this.inFlight();
    budget.memory = Math.max(this.limit - live, Math.floor(this.limit * ROOM));
    this.origin = budget.memory + lacking;
  }

  /** Holds a value until the expression, statement or turn in progress is over; returns it. */
  hold<T>(value: T): T {
    if (isHeavy(value)) this.held.push(value);
    return value;
  }

  /** The place to return to at the end of a turn that begins now. */
  mark(): Mark {
    return { length: this.held.length, inFlight: this.inFlight() - this.base };
  }

  /** Hooks an expression or a statement: when it is over, of all that it held its result alone is. */
  keep<T>(evaluate: (frame: Frame) => T): (frame: Frame) => T {
    return (frame) => {
      // As with a mark, but lean: deep recursion has to fit the host's stack.
      const { held, origin } = this;
      const { length } = held;
      const { memory } = budget;
      const result = evaluate(frame);
      if (held.length !== length) held.length = length;
      this.origin = budget.memory + origin - memory;
      return typeof result === 'number' ? result : this.hold(result);
    };
  }

  /** Hooks a statement that holds a `yield`. */
  generatorStatement(step: ExecuteGenerator): ExecuteGenerator {
    const live = this;
    return function* (frame) {
      const mark = live.mark();
      const completion: Completion = yield* step(frame);
      live.release(mark);
      return live.hold(completion);
    };
  }

  /** Hooks what an exception may end: then too it lets go of what it held. */
  attempt<T>(run: (frame: Frame) => T): (frame: Frame) => T {
    return (frame) => {
      const mark = this.mark();
      try {
        return run(frame);
      } catch (error) {
        this.release(mark);
        throw error;
      }
    };
  }

  /** Hooks a function of the run-time library whose result native code goes on to use. */
  holding<A extends unknown[], T>(read: (...args: A) => T): (...args: A) => T {
    return (...args) => this.hold(read(...args));
  }

  /** For a loop in native code: called after each turn with all that the loop itself still needs. */
  loop(): (needed: unknown) => void {
    const mark = this.mark();
    return (needed) => {
      this.turn(mark);
      this.hold(needed);
    };
  }

  /** Begins a turn of a loop: lets go of what the last one held. */
  turn(mark: Mark): void {
    this.release(mark);
    this.make(TURN_BYTES);
  }

  /** Hooks a body: its frame is one in progress, and what it gets and gives is held for whoever calls. */
  call(run: (frame: Frame) => Value, parameters: number): (frame: Frame) => Value {
    return (frame) => {
      for (let slot = 1; slot <= parameters; slot++) this.hold(frame[slot]);
      const caller = this.enter([frame]);
      let result: Value;
      try {
        result = run(frame);
      } finally {
        this.leave(caller);
      }
      return this.hold(result);
    };
  }

  /**
   * Hooks what starts a generator: at each step its frame is one in progress, with all that it held when it stopped.
   * @param held the frame, and what else the generator begins with
   */
  generator(held: unknown[], start: () => Steps): () => Steps {
    return Object.assign(() => this.step(held, start()), { holds: held });
  }

  private *step(held: unknown[], steps: Steps): Steps {
    let input: { value: Value | undefined } | { error: unknown } = { value: undefined };
    for (;;) {
      const caller = this.enter(held);
      let result: IteratorResult<Value, Value | undefined>;
      try {
        result = 'error' in input ? steps.throw(input.error) : steps.next(input.value);
      } finally {
        this.leave(caller);
      }
      this.hold(result.value);
      if (result.done) return result.value;
      try {
        input = { value: yield result.value };
      } catch (error) {
        input = { error };
      }
    }
  }

  /** Lets go of what has been held since a mark of the same frame. */
  private release(mark: Mark): void {
    if (this.held.length !== mark.length) this.held.length = mark.length;
    this.origin = budget.memory + this.base + mark.inFlight;
  }

  private enter(held: unknown[]): Caller {
    this.make(CALL_BYTES);
    const caller = { held: this.held, base: this.base };
    this.frames.push(held);
    this.held = held;
    this.base = this.inFlight();
    return caller;
  }

  private leave({ held, base }: Caller): void {
    this.origin = budget.memory + this.base;
    this.frames.pop();
    this.held = held;
    this.base = base;
  }

  /** Tells the innermost frame from others. */
  get innermost(): unknown {
    return this.held;
  }

  private make(bytes: number): void {
    if ((budget.memory -= bytes) < 0) this.recount();
  }

  /** Bytes made by native code in progress. */
  private inFlight(): number {
    return this.origin - budget.memory;
  }
}

function isHeavy(value: unknown): boolean {
  switch (typeof value) {
    case 'object':
      return value !== null && !(value instanceof PySingleton);
    case 'string':
      return value.length > LONG_TEXT;
    default:
      return typeof value === 'bigint';
  }
}
