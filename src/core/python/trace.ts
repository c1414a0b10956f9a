import type { TraceEvent } from './api.ts';
import type { Expression, For, Lambda, Statement, While } from './ast.ts';
import type { Scope } from './compile/scope.ts';
import type { Execute, ExecuteGenerator, Store } from './compile/types.ts';
import { operationLines } from './traceLines.ts';
import { traceRepr } from './traceRepr.ts';
import type { Frame } from './values/frame.ts';
import { PyFloat, PyFunction, PyList, type Value } from './values/value.ts';

/** Events kept; the program runs on without recording after them. */
const MAX_EVENTS = 2000;

/** Expressions that begin with an operation of their own: a load, or making a function. */
const LEAVES: ReadonlySet<Expression['kind']> = new Set([
  'Name',
  'Constant',
  'Lambda',
  'ListComp',
  'SetComp',
  'DictComp',
  'GeneratorExp',
]);

/** A variable as it was last shown. */
interface Shown {
  value: Value;
  text: string;
  /** The items of a list of values that look the same for as long as they live: the list looks the same while it holds them. */
  items: readonly Value[] | null;
}

/** What the tracer knows of a frame in progress. */
interface FrameRecord {
  frame: Frame;
  scope: Scope;
  name: string;
  depth: number;
  /** Line of the `def`, or where a generator went on. */
  first: number;
  /** Line of the last event, 0 before the first, negative when the next event must not be dropped. */
  line: number;
  /** The variables as of the frame's last event, slot by slot. */
  shown: (Shown | undefined)[];
  /** `for` loops entered whose first item has not come yet. */
  fresh: Set<For>;
}

/**
 * Records what `sys.settrace` of CPython 3.11 would see. It wraps closures at compile time, so a program compiled
 * without a tracer pays nothing. Events are recorded only while `active`.
 */
export class Tracer {
  readonly events: TraceEvent[] = [];
  active = false;
  private current: FrameRecord | null = null;
  private readonly suspended = new WeakMap<Frame, FrameRecord>();
  /** For a statement being compiled that spans lines: where the line moves inside it; else `null`. */
  private inside: Map<Expression, number> | null = null;

  /** To be called before a statement is compiled. */
  beginStatement(node: Statement): void {
    const end = 'body' in node ? headerEnd(node) : node.endLine;
    this.inside = end > node.line ? operationLines(node) : null;
  }

  /** Hooks a statement: a line event before it runs. */
  statement(node: Statement, step: Execute, scope: Scope): Execute {
    const announce = this.announcer(node, scope);
    if (announce === null) return step;
    return (f) => {
      if (this.active) announce(f);
      return step(f);
    };
  }

  /** Hooks a statement that holds a `yield`. */
  generatorStatement(node: Statement, step: ExecuteGenerator, scope: Scope): ExecuteGenerator {
    const announce = this.announcer(node, scope);
    if (announce === null) return step;
    const tracer = this;
    return function* (f) {
      if (tracer.active) announce(f);
      return yield* step(f);
    };
  }

  private announcer(node: Statement, scope: Scope): ((f: Frame) => void) | null {
    switch (node.kind) {
      case 'While':
      case 'Global':
      case 'Nonlocal':
        return null;
      case 'For':
        return (f) => {
          this.line(f, node.line, scope, false);
          this.current?.fresh.add(node);
        };
      case 'FunctionDef':
      case 'ClassDef': {
        const line = node.decorator_list.length > 0 ? node.decorator_list[0].line : node.line;
        return (f) => this.line(f, line, scope, false);
      }
      case 'AnnAssign':
        if (node.value === null && scope.kind === 'function') return null;
        return (f) => this.line(f, node.line, scope, false);
      default:
        // The parts of a statement on several lines announce themselves; the first of them always does.
        if (this.inside !== null && !('body' in node)) return (f) => this.renew(f);
        return (f) => this.line(f, node.line, scope, true);
    }
  }

  /** Has the next event of the frame recorded even if its line is the last one's. */
  private renew(f: Frame): void {
    if (this.current?.frame === f) this.current.line = -this.current.line;
  }

  /** Hooks an expression inside a statement that spans lines: an event wherever evaluation moves to another line. */
  expression<R extends Value>(node: Expression, evaluate: (f: Frame) => R, scope: Scope): (f: Frame) => R {
    if (this.inside === null) return evaluate;
    const isLeaf = LEAVES.has(node.kind);
    const after = this.inside.get(node);
    if (!isLeaf && after === undefined) return evaluate;
    const { line } = node;
    return (f) => {
      if (isLeaf && this.active) this.line(f, line, scope, false);
      const result = evaluate(f);
      if (after !== undefined && this.active) this.line(f, after, scope, false);
      return result;
    };
  }

  /** Hooks the test of a `while`: a line event at every turn. */
  loopTest(node: While, test: (f: Frame) => boolean, scope: Scope): (f: Frame) => boolean {
    return (f) => {
      if (this.active) this.line(f, node.line, scope, true);
      return test(f);
    };
  }

  /** Hooks the target of a `for`: a line event of the header at every turn but the first. */
  loopStore(node: For, store: Store, scope: Scope): Store {
    return (f, value) => {
      if (this.active && this.current !== null && !this.current.fresh.delete(node))
        this.line(f, node.line, scope, true);
      store(f, value);
    };
  }

  /** The header's event when a `for` has run out of items after at least one turn. */
  loopEnd(node: For, scope: Scope): (f: Frame) => void {
    return (f) => {
      if (this.active && this.current !== null && !this.current.fresh.delete(node))
        this.line(f, node.line, scope, true);
    };
  }

  /** The event of a jump back to the head of a comprehension's loop. */
  jumpBack(f: Frame, line: number, scope: Scope): void {
    if (this.active) this.line(f, line, scope, true);
  }

  /** A line event where a `case` or `except` is looked at, or a comprehension begins its loop. */
  atLine(f: Frame, line: number, scope: Scope): void {
    if (this.active) this.line(f, line, scope, false);
  }

  /** Hooks the body of a function, class or comprehension: call and return events. */
  body(
    name: string,
    line: number,
    scope: Scope,
    run: (f: Frame, argument: Value) => Value,
  ): (f: Frame, argument?: Value) => Value {
    return (f, argument = null) => {
      if (!this.active) return run(f, argument);
      const outer = this.current;
      this.current = {
        frame: f,
        scope,
        name,
        depth: (outer?.depth ?? 0) + 1,
        first: line,
        line: 0,
        shown: [],
        fresh: new Set(),
      };
      this.emit('call', line);
      let result: Value | undefined;
      try {
        result = run(f, argument);
        return result;
      } finally {
        this.emitReturn(result);
        this.current = outer;
      }
    };
  }

  /** Hooks a lambda: call, line and return events. */
  lambda(node: Lambda, scope: Scope, body: (f: Frame) => Value): (f: Frame) => Value {
    return this.body(scope.name, node.line, scope, (f) => {
      if (this.active) this.line(f, node.body.line, scope, true);
      return body(f);
    });
  }

  /** Hooks a generator: a call event at every resumption, a return event at every `yield`. */
  *generator(
    name: string,
    line: number,
    scope: Scope,
    f: Frame,
    inner: Generator<Value, Value | undefined, Value | undefined>,
  ): Generator<Value, Value | undefined, Value | undefined> {
    let input: { value: Value | undefined } | { error: unknown } = { value: undefined };
    for (;;) {
      const outer = this.current;
      const recording = this.active;
      if (recording) {
        const record = this.suspended.get(f);
        this.current = record ?? {
          frame: f,
          scope,
          name,
          depth: 0,
          first: line,
          line: 0,
          shown: [],
          fresh: new Set(),
        };
        this.current.depth = (outer?.depth ?? 0) + 1;
        this.emit('call', this.current.line === 0 ? line : Math.abs(this.current.line));
      }
      let result: IteratorResult<Value, Value | undefined> | undefined;
      try {
        result = 'error' in input ? inner.throw(input.error) : inner.next(input.value);
      } finally {
        if (recording && this.current !== null) {
          this.emitReturn(result === undefined ? undefined : result.done ? (result.value ?? null) : result.value);
          this.suspended.set(f, this.current);
        }
        this.current = outer;
      }
      if (result.done) return result.value;
      try {
        input = { value: yield result.value };
      } catch (error) {
        input = { error };
      }
    }
  }

  /** A line event, unless the frame is already at that line (a jump back or a new statement forces one). */
  private line(f: Frame, line: number, scope: Scope, force: boolean): void {
    let record = this.current;
    if (record === null || record.frame !== f) {
      // The module's own frame, or one entered before recording began.
      record = { frame: f, scope, name: '<module>', depth: 0, first: 0, line: 0, shown: [], fresh: new Set() };
      this.current = record;
    }
    if (record.line === line && !force) return;
    record.line = line;
    this.emit('line', line);
  }

  private emitReturn(value: Value | undefined): void {
    if (this.current === null) return;
    const event = this.emit('return', this.current.line === 0 ? this.current.first : Math.abs(this.current.line));
    if (value !== undefined && event !== null) event.value = traceRepr(value);
  }

  private emit(event: TraceEvent['event'], line: number): TraceEvent | null {
    const record = this.current;
    if (record === null || !this.active) return null;
    if (this.events.length >= MAX_EVENTS) {
      this.active = false;
      return null;
    }
    const changes: Record<string, string> = {};
    const { frame, shown } = record;
    for (const [name, slot] of record.scope.names) {
      const value = frame[slot];
      if (value === undefined) continue;
      const last = shown[slot];
      if (last !== undefined && last.value === value && isUnchanged(value, last)) continue;
      if (name.startsWith('.') || name === '__class__') continue;
      const text = traceRepr(value);
      const items = value instanceof PyList && value.items.every(isUnchanging) ? value.items.slice() : null;
      shown[slot] = { value, text, items };
      if (last === undefined || last.text !== text) changes[name] = text;
    }
    const recorded: TraceEvent = { event, line, frame: record.name, depth: record.depth, changes };
    this.events.push(recorded);
    return recorded;
  }
}

/** Whether a value looks the same for as long as it lives. */
function isUnchanging(value: Value): boolean {
  return typeof value !== 'object' || value === null || value instanceof PyFloat || value instanceof PyFunction;
}

/** Whether a variable that holds the value it held looks as it did, as far as that is told without its repr. */
function isUnchanged(value: Value, { items }: Shown): boolean {
  if (isUnchanging(value)) return true;
  if (items === null || !(value instanceof PyList) || value.items.length !== items.length) return false;
  for (let i = 0; i < items.length; i++) if (value.items[i] !== items[i]) return false;
  return true;
}

/** Last line of a compound statement's head. */
function headerEnd(node: Statement): number {
  switch (node.kind) {
    case 'If':
    case 'While':
      return node.test.endLine;
    case 'For':
      return node.iter.endLine;
    case 'With':
      return node.items[node.items.length - 1].context_expr.endLine;
    default:
      return node.line;
  }
}
