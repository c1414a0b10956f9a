import type { ExceptHandler, Try, With, WithItem } from '../ast.ts';
import { budget, charge, held } from '../budget.ts';
import { bind } from '../ops/attributes.ts';
import { call } from '../ops/call.ts';
import { truth } from '../ops/truth.ts';
import { exceptionState } from '../values/exceptionState.ts';
import { baseExceptionType, Raised, typeError } from '../values/exceptions.ts';
import type { Frame } from '../values/frame.ts';
import { typeName, typeOf } from '../values/types.ts';
import { type PyException, PyTuple, PyType, type Value } from '../values/value.ts';
import { compileExpression } from './expressions.ts';
import { locate } from './locate.ts';
import { compileDeleteName, compileStoreName } from './names.ts';
import type { Scope } from './scope.ts';
import { compileBlock } from './statements.ts';
import { compileTarget } from './targets.ts';
import type { Completion, Evaluate, Execute } from './types.ts';

/** Steps that catching an exception costs: it unwinds many closures. */
const EXCEPTION_COST = 10;

/** A compiled `except` clause, without its body. */
export interface Handler {
  line: number;
  /** Whether the clause catches the exception. */
  matches: (frame: Frame, exception: PyException) => boolean;
  /** Binds and unbinds the name of `except … as name`. */
  bindName: ((frame: Frame, value: Value) => void) | null;
  unbindName: ((frame: Frame) => void) | null;
}

/** Compiles the head of an `except` clause. */
export function compileHandler(node: ExceptHandler, scope: Scope): Handler {
  const type = node.type === null ? null : compileExpression(node.type, scope);
  const matches: Handler['matches'] = type === null ? () => true : (f, exception) => catches(type(f), exception);
  const { live } = scope.context;
  let unbindName: Handler['unbindName'] = null;
  if (node.name !== null) {
    const store = compileStoreName(scope, node.name);
    const remove = compileDeleteName(scope, node.name);
    unbindName = (f) => {
      store(f, null);
      remove(f);
    };
  }
  return {
    line: node.line,
    matches: live === null ? matches : (f, exception) => matches(f, live.hold(exception)),
    bindName: node.name === null ? null : compileStoreName(scope, node.name),
    unbindName,
  };
}

function catches(type: Value, exception: PyException): boolean {
  if (type instanceof PyTuple) return type.items.some((item) => catches(item, exception));
  if (!(type instanceof PyType) || !type.isSubclassOf(baseExceptionType)) {
    typeError('catching classes that do not inherit from BaseException is not allowed');
  }
  return exception.cls.isSubclassOf(type);
}

/**
 * Compiles `try`. Refusals of the interpreter and overflows of its own stack pass through: neither handlers nor
 * `finally` see them.
 */
export function compileTry(node: Try, scope: Scope): Execute {
  const { live, tracer } = scope.context;
  const block = compileBlock(node.body, scope);
  const body = live === null ? block : live.attempt(block);
  const handlers = node.handlers.map((handler) => ({
    ...compileHandler(handler, scope),
    body: compileBlock(handler.body, scope),
  }));
  const orelse = node.orelse.length === 0 ? null : compileBlock(node.orelse, scope);
  const guarded: Execute =
    handlers.length === 0
      ? body
      : (f) => {
          const { depth } = budget;
          const outer = exceptionState.handled;
          let completion: Completion;
          try {
            completion = body(f);
          } catch (error) {
            if (!(error instanceof Raised)) throw error;
            budget.depth = depth;
            charge(EXCEPTION_COST);
            return handle(f, error, outer);
          }
          return completion === undefined && orelse !== null ? orelse(f) : completion;
        };

  function handle(f: Frame, error: Raised, outer: PyException | null): Completion {
    const { exception } = error;
    for (const handler of handlers) {
      tracer?.atLine(f, handler.line, scope);
      let matched: boolean;
      try {
        matched = handler.matches(f, exception);
      } catch (failure) {
        throw locate(failure, handler.line);
      }
      if (!matched) continue;
      exceptionState.handled = exception;
      handler.bindName?.(f, exception);
      try {
        const completion = handler.body(f);
        exceptionState.handled = outer;
        handler.unbindName?.(f);
        return completion;
      } catch (failure) {
        exceptionState.handled = outer;
        if (failure instanceof Raised) handler.unbindName?.(f);
        throw failure;
      }
    }
    throw error;
  }

  if (node.finalbody.length === 0) return guarded;
  const last = compileBlock(node.finalbody, scope);
  const finalbody: Execute =
    live === null
      ? last
      : (f) => {
          live.hold(exceptionState.handled);
          return last(f);
        };
  return (f) => {
    const { depth } = budget;
    const outer = exceptionState.handled;
    let completion: Completion;
    try {
      completion = guarded(f);
    } catch (error) {
      if (!(error instanceof Raised)) throw error;
      const deeper = budget.depth;
      budget.depth = depth;
      charge(EXCEPTION_COST);
      exceptionState.handled = error.exception;
      let override: Completion;
      try {
        override = finalbody(f);
      } finally {
        exceptionState.handled = outer;
      }
      if (override !== undefined) return override;
      budget.depth = deeper;
      throw error;
    }
    const override = finalbody(f);
    return override === undefined ? completion : override;
  };
}

/** An entered context manager. */
export interface Manager {
  exit: Value;
  self: Value;
}

/** `type(manager).__enter__(manager)`; raises TypeError for what is no context manager. */
export function enterContext(value: Value): { manager: Manager; entered: Value } {
  const type = typeOf(value);
  const enter = type.lookup('__enter__');
  const exit = type.lookup('__exit__');
  if (enter === undefined || exit === undefined) {
    const missing = enter === undefined ? '' : ' (missed __exit__ method)';
    typeError(`'${typeName(value)}' object does not support the context manager protocol${missing}`);
  }
  const manager = held({ exit: bind(exit, value, type), self: value });
  return { manager, entered: call(bind(enter, value, type), []) };
}

/** Leaves a context manager; true when it swallows the exception. */
export function exitContext(manager: Manager, exception: PyException | null): boolean {
  const args: Value[] = exception === null ? [null, null, null] : [exception.cls, exception, null];
  return truth(call(manager.exit, args));
}

/** Compiles one item of a `with`: its expression and target. */
export function compileWithItem(
  item: WithItem,
  scope: Scope,
): { context: Evaluate; store: ((f: Frame, v: Value) => void) | null } {
  return {
    context: compileExpression(item.context_expr, scope),
    store: item.optional_vars === null ? null : compileTarget(item.optional_vars, scope),
  };
}

/** Compiles `with`, item by item from the inside out. */
export function compileWith(node: With, scope: Scope): Execute {
  let run = compileBlock(node.body, scope);
  for (let i = node.items.length - 1; i >= 0; i--) run = compileWithOne(node.items[i], run, scope);
  return run;
}

function compileWithOne(item: WithItem, body: Execute, scope: Scope): Execute {
  const { context, store } = compileWithItem(item, scope);
  return (f) => {
    const { manager, entered } = enterContext(context(f));
    const { depth } = budget;
    const outer = exceptionState.handled;
    let completion: Completion;
    try {
      store?.(f, entered);
      completion = body(f);
    } catch (error) {
      if (!(error instanceof Raised)) throw error;
      budget.depth = depth;
      exceptionState.handled = error.exception;
      const swallowed = exitContext(manager, error.exception);
      exceptionState.handled = outer;
      if (swallowed) return undefined;
      throw error;
    }
    exitContext(manager, null);
    return completion;
  };
}
