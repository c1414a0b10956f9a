import type { AnnAssign, Assert, Assign, AugAssign, Delete, Expr, If, Raise, Statement, While } from '../ast.ts';
import { budget, outOfFuel } from '../budget.ts';
import { deleteAttribute, getAttribute, setAttribute } from '../ops/attributes.ts';
import { construct } from '../ops/call.ts';
import { deleteItem, getItem, setItem } from '../ops/subscript.ts';
import { exceptionState } from '../values/exceptionState.ts';
import { baseExceptionType, Raised, raise, typeError } from '../values/exceptions.ts';
import type { Frame } from '../values/frame.ts';
import { PyException, PyType, type Value } from '../values/value.ts';
import { compileClassDef } from './classes.ts';
import { compileExpression, compileTest, keeping } from './expressions.ts';
import { compileFor } from './forLoop.ts';
import { cannotFail, compileFunctionDef } from './functions.ts';
import { compileImport, compileImportFrom } from './imports.ts';
import { locate, locateFrame } from './locate.ts';
import { compileMatch } from './match.ts';
import { compileDeleteName, compileLoad, compileStoreName, localSlot, unboundError } from './names.ts';
import { addInPlace, inPlaceFunction } from './operators.ts';
import type { Scope } from './scope.ts';
import { compileTarget } from './targets.ts';
import { compileTry, compileWith } from './tryWith.ts';
import { BREAK, CONTINUE, type Execute } from './types.ts';

/**
 * Compiles a block.
 * @param frameName name of the frame when this is its outermost block: exceptions leaving it get a frame of their own.
 */
export function compileBlock(body: readonly Statement[], scope: Scope, frameName: string | null = null): Execute {
  const steps: Execute[] = [];
  const lines: number[] = [];
  const { live, tracer } = scope.context;
  for (const statement of body) {
    if (isIdle(statement) && tracer === null) continue;
    tracer?.beginStatement(statement);
    const step = compileStatement(statement, scope);
    const traced = tracer === null ? step : tracer.statement(statement, step, scope);
    steps.push(live === null ? traced : live.keep(traced));
    lines.push(statement.line);
  }
  return sequence(steps, lines, frameName);
}

/** Statements without effect at run time. */
export function isIdle(statement: Statement): boolean {
  switch (statement.kind) {
    case 'Pass':
    case 'Global':
    case 'Nonlocal':
      return true;
    case 'Expr':
      return statement.value.kind === 'Constant';
    default:
      return false;
  }
}

/** Runs steps one after another until one completes otherwise than normally; notes the line of errors. */
function sequence(steps: readonly Execute[], lines: readonly number[], frameName: string | null): Execute {
  const [a, b] = steps;
  const [line] = lines;
  if (steps.length === 0) return () => undefined;
  if (steps.length === 1) {
    if (frameName === null) {
      return (f) => {
        try {
          return a(f);
        } catch (error) {
          throw locate(error, line);
        }
      };
    }
    return (f) => {
      try {
        return a(f);
      } catch (error) {
        throw locateFrame(error, line, frameName);
      }
    };
  }
  if (steps.length === 2 && frameName === null) {
    const secondLine = lines[1];
    return (f) => {
      let at = line;
      try {
        const completion = a(f);
        if (completion !== undefined) return completion;
        at = secondLine;
        return b(f);
      } catch (error) {
        throw locate(error, at);
      }
    };
  }
  const count = steps.length;
  return (f) => {
    let i = 0;
    try {
      for (; i < count; i++) {
        const completion = steps[i](f);
        if (completion !== undefined) return completion;
      }
      return undefined;
    } catch (error) {
      throw frameName === null ? locate(error, lines[i]) : locateFrame(error, lines[i], frameName);
    }
  };
}

/** Compiles a statement without `yield`. */
export function compileStatement(node: Statement, scope: Scope): Execute {
  scope.context.line = node.line;
  switch (node.kind) {
    case 'Expr':
      return compileExpressionStatement(node, scope);
    case 'Assign':
      return compileAssign(node, scope);
    case 'AugAssign':
      return compileAugmented(node, scope);
    case 'AnnAssign':
      return compileAnnotated(node, scope);
    case 'Return': {
      if (node.value === null) return () => null;
      return compileExpression(node.value, scope, false, true);
    }
    case 'If':
      return compileIf(node, scope);
    case 'For':
      return compileFor(node, scope);
    case 'While':
      return compileWhile(node, scope);
    case 'Break':
      return () => BREAK;
    case 'Continue':
      return () => CONTINUE;
    case 'Pass':
    case 'Global':
    case 'Nonlocal':
      return () => undefined;
    case 'FunctionDef':
      return compileFunctionDef(node, scope);
    case 'ClassDef':
      return compileClassDef(node, scope);
    case 'Raise':
      return compileRaise(node, scope);
    case 'Try':
      return compileTry(node, scope);
    case 'With':
      return compileWith(node, scope);
    case 'Assert':
      return compileAssert(node, scope);
    case 'Delete':
      return compileDelete(node, scope);
    case 'Import':
      return compileImport(node, scope);
    case 'ImportFrom':
      return compileImportFrom(node, scope);
    case 'Match':
      return compileMatch(node, scope);
  }
}

function compileExpressionStatement(node: Expr, scope: Scope): Execute {
  const value = compileExpression(node.value, scope, false, true);
  return (f) => {
    value(f);
    return undefined;
  };
}

function compileAssign(node: Assign, scope: Scope): Execute {
  if (node.targets.length === 1) {
    const [target] = node.targets;
    const slot = target.kind === 'Name' ? localSlot(scope, target.id) : -1;
    if (slot >= 0) {
      const value = compileExpression(node.value, scope, false, true);
      return (f) => {
        f[slot] = value(f);
        return undefined;
      };
    }
    const value = compileExpression(node.value, scope);
    const store = compileTarget(target, scope);
    return (f) => {
      store(f, value(f));
      return undefined;
    };
  }
  const value = compileExpression(node.value, scope);
  const stores = node.targets.map((target) => compileTarget(target, scope));
  return (f) => {
    const result = value(f);
    for (const store of stores) store(f, result);
    return undefined;
  };
}

function compileAugmented(node: AugAssign, scope: Scope): Execute {
  const { target, op } = node;
  const { live } = scope.context;
  const value = compileExpression(node.value, scope);
  const update = inPlaceFunction(op);
  switch (target.kind) {
    case 'Name': {
      const slot = localSlot(scope, target.id);
      if (slot >= 0 && scope.kind !== 'class' && live === null) {
        const unbound: () => never = unboundError(scope, target.id);
        if (op === 'Add') {
          return (f) => {
            const a = f[slot];
            if (a === undefined) unbound();
            const b = value(f);
            f[slot] = addInPlace(a, b);
            return undefined;
          };
        }
        return (f) => {
          const a = f[slot];
          if (a === undefined) unbound();
          f[slot] = update(a, value(f));
          return undefined;
        };
      }
      const load = keeping(scope, compileLoad(scope, target.id));
      const store = compileStoreName(scope, target.id);
      return (f) => {
        const a = load(f);
        store(f, update(a, value(f)));
        return undefined;
      };
    }
    case 'Attribute': {
      const object = compileExpression(target.value, scope);
      const name = scope.mangle(target.attr);
      const get = live === null ? getAttribute : live.holding(getAttribute);
      return (f) => {
        const owner = object(f);
        const a = get(owner, name);
        setAttribute(owner, name, update(a, value(f)));
        return undefined;
      };
    }
    case 'Subscript': {
      const object = compileExpression(target.value, scope);
      const key = compileExpression(target.slice, scope);
      const get = live === null ? getItem : live.holding(getItem);
      return (f) => {
        const owner = object(f);
        const place = key(f);
        const a = get(owner, place);
        setItem(owner, place, update(a, value(f)));
        return undefined;
      };
    }
  }
}

function compileAnnotated(node: AnnAssign, scope: Scope): Execute {
  const evaluated = scope.kind !== 'function' && !scope.context.lazyAnnotations && !cannotFail(node.annotation, scope);
  const annotation = evaluated ? compileExpression(node.annotation, scope) : null;
  if (scope.kind === 'class' && node.target.kind === 'Name') {
    // Dataclasses and named tuples are made from the annotated names.
    scope.annotated.push({ name: scope.mangle(node.target.id), annotation: node.annotation });
  }
  if (node.value === null) {
    return (f) => {
      annotation?.(f);
      return undefined;
    };
  }
  const value = compileExpression(node.value, scope);
  const store = compileTarget(node.target, scope);
  return (f) => {
    store(f, value(f));
    annotation?.(f);
    return undefined;
  };
}

function compileIf(node: If, scope: Scope): Execute {
  if (scope.context.tracer === null && node.orelse.length === 1 && node.orelse[0].kind === 'If') {
    return compileElif(node, scope);
  }
  const test = compileTest(node.test, scope);
  const body = compileBlock(node.body, scope);
  if (node.orelse.length === 0) return (f) => (test(f) ? body(f) : undefined);
  const orelse = compileBlock(node.orelse, scope);
  return (f) => (test(f) ? body(f) : orelse(f));
}

/** An `if` with `elif`: one frame of the host's stack for all of its arms, so that deep recursion fits. */
function compileElif(node: If, scope: Scope): Execute {
  const tests: ((frame: Frame) => boolean)[] = [];
  const bodies: Execute[] = [];
  const lines: number[] = [];
  let rest: readonly Statement[] = [node];
  for (let arm: Statement = node; arm.kind === 'If'; arm = rest[0]) {
    scope.context.line = arm.line;
    tests.push(compileTest(arm.test, scope));
    bodies.push(compileBlock(arm.body, scope));
    lines.push(arm.line);
    rest = arm.orelse;
    if (rest.length !== 1) break;
  }
  const count = tests.length;
  const orelse = rest.length === 0 ? null : compileBlock(rest, scope);
  return (f) => {
    let i = 0;
    try {
      for (; i < count; i++) if (tests[i](f)) return bodies[i](f);
    } catch (error) {
      throw locate(error, lines[i]);
    }
    return orelse === null ? undefined : orelse(f);
  };
}

function compileWhile(node: While, scope: Scope): Execute {
  const { tracer } = scope.context;
  const bare = compileTest(node.test, scope);
  const test = tracer === null ? bare : tracer.loopTest(node, bare, scope);
  const body = compileBlock(node.body, scope);
  const orelse = node.orelse.length === 0 ? null : compileBlock(node.orelse, scope);
  return (f) => {
    while (test(f)) {
      if (--budget.fuel < 0) outOfFuel();
      const completion = body(f);
      if (completion === undefined || completion === CONTINUE) continue;
      return completion === BREAK ? undefined : completion;
    }
    return orelse === null ? undefined : orelse(f);
  };
}

function compileRaise(node: Raise, scope: Scope): Execute {
  if (node.exc === null) {
    return () => {
      const current = exceptionState.handled;
      if (current === null) raise('RuntimeError', 'No active exception to reraise');
      throw new Raised(current);
    };
  }
  const exc = compileExpression(node.exc, scope);
  const cause = node.cause === null ? null : compileExpression(node.cause, scope);
  return (f) => {
    const exception = toException(exc(f));
    if (cause !== null) {
      const reason = cause(f);
      exception.cause = reason === null ? null : toCause(reason);
    }
    throw new Raised(exception);
  };
}

/** The exception that `raise value` raises: an instance, or a class called without arguments. */
export function toException(value: Value): PyException {
  const exception =
    value instanceof PyType && value.isSubclassOf(baseExceptionType) ? construct(value, [], null) : value;
  if (!(exception instanceof PyException)) typeError('exceptions must derive from BaseException');
  exception.context = exceptionState.handled;
  return exception;
}

function toCause(value: Value): PyException {
  const exception =
    value instanceof PyType && value.isSubclassOf(baseExceptionType) ? construct(value, [], null) : value;
  if (!(exception instanceof PyException)) typeError('exception causes must derive from BaseException');
  return exception;
}

function compileAssert(node: Assert, scope: Scope): Execute {
  // CPython's instruction that raises keeps the place of the test.
  const { line } = node.test;
  const test = compileTest(node.test, scope);
  const message = node.msg === null ? null : compileExpression(node.msg, scope);
  return (f) => {
    if (test(f)) return undefined;
    const given = message === null ? [] : [message(f)];
    try {
      return raise('AssertionError', ...given);
    } catch (error) {
      throw locate(error, line);
    }
  };
}

function compileDelete(node: Delete, scope: Scope): Execute {
  const actions = node.targets.map((target) => compileDeletion(target, scope));
  return (f) => {
    for (const action of actions) action(f);
    return undefined;
  };
}

function compileDeletion(target: Delete['targets'][number], scope: Scope): (frame: Frame) => void {
  switch (target.kind) {
    case 'Name':
      return compileDeleteName(scope, target.id);
    case 'Attribute': {
      const object = compileExpression(target.value, scope);
      const name = scope.mangle(target.attr);
      return (f) => deleteAttribute(object(f), name);
    }
    case 'Subscript': {
      const object = compileExpression(target.value, scope);
      const key = compileExpression(target.slice, scope);
      return (f) => {
        const owner = object(f);
        deleteItem(owner, key(f));
      };
    }
    case 'Tuple':
    case 'List': {
      const actions = target.elts.map((element) => compileDeletion(element, scope));
      return (f) => {
        for (const action of actions) action(f);
      };
    }
    default:
      throw new Error(`cannot delete ${target.kind}`);
  }
}
