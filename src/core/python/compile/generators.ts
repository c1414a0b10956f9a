import type { Expression, For, If, Statement, Try, While, With } from '../ast.ts';
import { budget, held, outOfFuel } from '../budget.ts';
import { getIterator } from '../ops/iterate.ts';
import { truth } from '../ops/truth.ts';
import { delegate } from '../values/delegate.ts';
import { exceptionState } from '../values/exceptionState.ts';
import { Raised } from '../values/exceptions.ts';
import type { Value } from '../values/value.ts';
import { childExpressions } from './children.ts';
import { compileExpression, compileIterable, compileTest } from './expressions.ts';
import { holdsYield, yields } from './functions.ts';
import { locate, locateFrame } from './locate.ts';
import type { Scope } from './scope.ts';
import { compileStatement, isIdle } from './statements.ts';
import { compileTarget } from './targets.ts';
import { compileHandler, compileWithItem, enterContext, exitContext } from './tryWith.ts';
import {
  BREAK,
  CONTINUE,
  type Completion,
  type EvaluateGenerator,
  type Execute,
  type ExecuteGenerator,
} from './types.ts';

/**
 * Statements and expressions that hold a `yield`, compiled to JavaScript generators. Everything else in a generator
 * function is compiled as usual.
 */
type Step = { line: number; run: Execute; generate: null } | { line: number; run: null; generate: ExecuteGenerator };

/** Compiles a block of a generator function. */
export function compileGeneratorBlock(
  body: readonly Statement[],
  scope: Scope,
  frameName: string | null = null,
): ExecuteGenerator {
  const { live, tracer } = scope.context;
  const steps: Step[] = [];
  for (const statement of body) {
    if (isIdle(statement) && tracer === null) continue;
    const { line } = statement;
    tracer?.beginStatement(statement);
    if (holdsYield(statement)) {
      const bare = compileGeneratorStatement(statement, scope);
      const generate = tracer === null ? bare : tracer.generatorStatement(statement, bare, scope);
      steps.push({ line, run: null, generate: live === null ? generate : live.generatorStatement(generate) });
    } else {
      const bare = compileStatement(statement, scope);
      const run = tracer === null ? bare : tracer.statement(statement, bare, scope);
      steps.push({ line, run: live === null ? run : live.keep(run), generate: null });
    }
  }
  return function* (f) {
    let i = 0;
    try {
      for (; i < steps.length; i++) {
        const step = steps[i];
        const completion: Completion = step.run === null ? yield* step.generate(f) : step.run(f);
        if (completion !== undefined) return completion;
      }
      return undefined;
    } catch (error) {
      throw frameName === null ? locate(error, steps[i].line) : locateFrame(error, steps[i].line, frameName);
    }
  };
}

function compileGeneratorStatement(node: Statement, scope: Scope): ExecuteGenerator {
  switch (node.kind) {
    case 'If':
      return compileGeneratorIf(node, scope);
    case 'While':
      return compileGeneratorWhile(node, scope);
    case 'For':
      return compileGeneratorFor(node, scope);
    case 'Try':
      return compileGeneratorTry(node, scope);
    case 'With':
      return compileGeneratorWith(node, scope);
    case 'Expr': {
      const value = compileYielding(node.value, scope);
      return function* (f) {
        yield* value(f);
        return undefined;
      };
    }
    case 'Return': {
      const value = compileYielding(node.value!, scope);
      return function* (f) {
        return yield* value(f);
      };
    }
    default:
      return compileHoisted(node, scope);
  }
}

/**
 * A simple statement whose expressions hold yields: those expressions are evaluated first, in order, into slots of
 * the frame, and the statement is compiled with the slots in their place.
 */
function compileHoisted(node: Statement, scope: Scope): ExecuteGenerator {
  const { hoists, replaced } = hoist(node, scope);
  const run = compileStatement(replaced, scope);
  return function* (f) {
    for (const { slot, value } of hoists) f[slot] = yield* value(f);
    return run(f);
  };
}

interface Hoist {
  slot: number;
  value: EvaluateGenerator;
}

/** Takes the evaluated children of a node into slots: all up to the last one that yields, to keep their order. */
function hoist<T extends Statement | Expression>(node: T, scope: Scope): { hoists: Hoist[]; replaced: T } {
  const children = childExpressions(node).filter((child) => isEvaluated(child));
  let last = -1;
  children.forEach((child, i) => {
    if (yields(child)) last = i;
  });
  const hoists: Hoist[] = [];
  const replacements = new Map<Expression, Expression>();
  // Assignments evaluate their value before their targets.
  const ordered = node.kind === 'Assign' ? [node.value] : children.slice(0, last + 1);
  for (const child of ordered) {
    const inner = child.kind === 'Starred' ? child.value : child;
    const slot = scope.temporary();
    const name = `.${slot}`;
    scope.names.set(name, slot);
    hoists.push({ slot, value: compileYielding(inner, scope) });
    const stand: Expression = { ...inner, kind: 'Name', id: name, ctx: 'Load' } as Expression;
    replacements.set(child, child.kind === 'Starred' ? { ...child, value: stand } : stand);
  }
  return { hoists, replaced: replaceChildren(node, replacements) };
}

function isEvaluated(node: Expression): boolean {
  return !('ctx' in node) || node.ctx === 'Load';
}

/** A copy of a node with some of its direct children replaced. */
function replaceChildren<T extends object>(node: T, replacements: ReadonlyMap<Expression, Expression>): T {
  const copy = { ...node } as Record<string, unknown>;
  for (const [key, value] of Object.entries(node)) {
    if (Array.isArray(value)) {
      copy[key] = value.map((item) => replacements.get(item as Expression) ?? replaceKeyword(item, replacements));
    } else if (replacements.has(value as Expression)) copy[key] = replacements.get(value as Expression);
  }
  return copy as T;
}

function replaceKeyword(item: unknown, replacements: ReadonlyMap<Expression, Expression>): unknown {
  const node = item as { kind?: string } | null;
  return node?.kind === 'keyword' ? replaceChildren(node, replacements) : item;
}

/** Compiles an expression of a generator function that may hold yields. */
export function compileYielding(node: Expression, scope: Scope): EvaluateGenerator {
  if (!yields(node)) {
    const value = compileExpression(node, scope);
    return (f) => immediate(value(f));
  }
  switch (node.kind) {
    case 'Yield': {
      const value = node.value === null ? null : compileYielding(node.value, scope);
      return function* (f) {
        const given = value === null ? null : yield* value(f);
        const sent = yield given;
        return sent === undefined ? null : held(sent);
      };
    }
    case 'YieldFrom': {
      const value = compileYielding(node.value, scope);
      return function* (f) {
        return yield* delegate(yield* value(f));
      };
    }
    case 'IfExp': {
      const test = compileYielding(node.test, scope);
      const body = compileYielding(node.body, scope);
      const orelse = compileYielding(node.orelse, scope);
      return function* (f) {
        return truth(yield* test(f)) ? yield* body(f) : yield* orelse(f);
      };
    }
    case 'BoolOp': {
      const values = node.values.map((value) => compileYielding(value, scope));
      const stopAt = node.op === 'Or';
      return function* (f) {
        let result: Value = null;
        for (const value of values) {
          result = yield* value(f);
          if (truth(result) === stopAt) return result;
        }
        return result;
      };
    }
    default: {
      const { hoists, replaced } = hoist(node, scope);
      const value = compileExpression(replaced, scope);
      return function* (f) {
        for (const h of hoists) f[h.slot] = yield* h.value(f);
        return value(f);
      };
    }
  }
}

/** A generator that gives nothing and returns `value`. */
function* immediate(value: Value): Generator<Value, Value, Value | undefined> {
  yield* [];
  return value;
}

function compileGeneratorIf(node: If, scope: Scope): ExecuteGenerator {
  const test = compileYielding(node.test, scope);
  const body = compileGeneratorBlock(node.body, scope);
  const orelse = compileGeneratorBlock(node.orelse, scope);
  return function* (f) {
    return truth(yield* test(f)) ? yield* body(f) : yield* orelse(f);
  };
}

function compileGeneratorWhile(node: While, scope: Scope): ExecuteGenerator {
  const { tracer } = scope.context;
  const yielding = yields(node.test) ? compileYielding(node.test, scope) : null;
  const bare = yielding === null ? compileTest(node.test, scope) : () => false;
  const test = tracer === null ? bare : tracer.loopTest(node, bare, scope);
  const body = compileGeneratorBlock(node.body, scope);
  const orelse = compileGeneratorBlock(node.orelse, scope);
  return function* (f) {
    while (yielding === null ? test(f) : truth(yield* yielding(f))) {
      if (--budget.fuel < 0) outOfFuel();
      const completion: Completion = yield* body(f);
      if (completion === undefined || completion === CONTINUE) continue;
      return completion === BREAK ? undefined : completion;
    }
    return yield* orelse(f);
  };
}

function compileGeneratorFor(node: For, scope: Scope): ExecuteGenerator {
  const { tracer } = scope.context;
  const plain = yields(node.iter) ? null : compileIterable(node.iter, scope);
  const yielding = plain === null ? compileYielding(node.iter, scope) : null;
  const bare = compileTarget(node.target, scope);
  const store = tracer === null ? bare : tracer.loopStore(node, bare, scope);
  const afterLoop = tracer === null ? null : tracer.loopEnd(node, scope);
  const body = compileGeneratorBlock(node.body, scope);
  const orelse = compileGeneratorBlock(node.orelse, scope);
  return function* (f) {
    const iterator = getIterator(yielding === null ? plain!(f) : yield* yielding(f));
    for (let item = iterator.next(); item !== undefined; item = iterator.next()) {
      store(f, item);
      const completion: Completion = yield* body(f);
      if (completion === undefined || completion === CONTINUE) continue;
      return completion === BREAK ? undefined : completion;
    }
    afterLoop?.(f);
    return yield* orelse(f);
  };
}

function compileGeneratorTry(node: Try, scope: Scope): ExecuteGenerator {
  const { tracer } = scope.context;
  const body = compileGeneratorBlock(node.body, scope);
  const handlers = node.handlers.map((handler) => ({
    ...compileHandler(handler, scope),
    body: compileGeneratorBlock(handler.body, scope),
  }));
  const orelse = compileGeneratorBlock(node.orelse, scope);
  const finalbody = compileGeneratorBlock(node.finalbody, scope);

  const guarded: ExecuteGenerator = function* (f) {
    const { depth } = budget;
    const outer = exceptionState.handled;
    let completion: Completion;
    try {
      completion = yield* body(f);
    } catch (error) {
      if (!(error instanceof Raised)) throw error;
      budget.depth = depth;
      const { exception } = error;
      const handler = handlers.find((h) => {
        tracer?.atLine(f, h.line, scope);
        return h.matches(f, exception);
      });
      if (handler === undefined) throw error;
      exceptionState.handled = exception;
      handler.bindName?.(f, exception);
      try {
        completion = yield* handler.body(f);
      } finally {
        exceptionState.handled = outer;
        handler.unbindName?.(f);
      }
      return completion;
    }
    return completion === undefined ? yield* orelse(f) : completion;
  };
  if (node.finalbody.length === 0) return guarded;
  return function* (f) {
    const { depth } = budget;
    const outer = exceptionState.handled;
    let completion: Completion;
    try {
      completion = yield* guarded(f);
    } catch (error) {
      if (!(error instanceof Raised)) throw error;
      const deeper = budget.depth;
      budget.depth = depth;
      exceptionState.handled = error.exception;
      const override: Completion = yield* finalbody(f);
      exceptionState.handled = outer;
      if (override !== undefined) return override;
      budget.depth = deeper;
      throw error;
    }
    const override: Completion = yield* finalbody(f);
    return override === undefined ? completion : override;
  };
}

function compileGeneratorWith(node: With, scope: Scope): ExecuteGenerator {
  let run: ExecuteGenerator = compileGeneratorBlock(node.body, scope);
  for (let i = node.items.length - 1; i >= 0; i--) {
    const { context, store } = compileWithItem(node.items[i], scope);
    const inner = run;
    run = function* (f) {
      const { manager, entered } = enterContext(context(f));
      const { depth } = budget;
      let completion: Completion;
      try {
        store?.(f, entered);
        completion = yield* inner(f);
      } catch (error) {
        if (!(error instanceof Raised)) throw error;
        budget.depth = depth;
        if (exitContext(manager, error.exception)) return undefined;
        throw error;
      }
      exitContext(manager, null);
      return completion;
    };
  }
  return run;
}
