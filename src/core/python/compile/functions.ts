import type { Arguments, Expression, FunctionDef, Lambda, Statement } from '../ast.ts';
import { allocate } from '../budget.ts';
import { call } from '../ops/call.ts';
import type { Frame } from '../values/frame.ts';
import { PyGenerator, type Steps } from '../values/generator.ts';
import { type Code, PyFunction, type Value } from '../values/value.ts';
import { blocksOf, collectBindings } from './bindings.ts';
import { childExpressions, someExpression } from './children.ts';
import { compileExpression } from './expressions.ts';
import { compileGeneratorBlock } from './generators.ts';
import { locateFrame } from './locate.ts';
import { compileStoreName, knownBuiltin } from './names.ts';
import { Scope } from './scope.ts';
import { compileBlock } from './statements.ts';
import type { Evaluate, Execute } from './types.ts';

/** Compiles a `def`: decorators, defaults and annotations run where it stands, then the name is bound. */
export function compileFunctionDef(node: FunctionDef, scope: Scope): Execute {
  const make = compileFunction(node.name, node.args, node.body, node.line, scope, node.returns);
  const store = compileStoreName(scope, node.name);
  if (node.decorator_list.length === 0) {
    return (f) => {
      store(f, make(f));
      return undefined;
    };
  }
  const decorators = node.decorator_list.map((decorator) => compileExpression(decorator, scope));
  return (f) => {
    const functions = decorators.map((decorator) => decorator(f));
    let value = make(f);
    for (let i = functions.length - 1; i >= 0; i--) value = call(functions[i], [value]);
    store(f, value);
    return undefined;
  };
}

/** Compiles a `lambda`. */
export function compileLambda(node: Lambda, scope: Scope): Evaluate {
  const inner = makeScope('<lambda>', node.args, scope);
  if (scope.context.mayYield && someExpression(node.body, isYield)) {
    const body: Statement[] = [{ ...position(node), kind: 'Return', value: node.body }];
    return compileFunction('<lambda>', node.args, body, node.line, scope, null);
  }
  const body = compileExpression(node.body, inner);
  const { tracer } = scope.context;
  const { line } = node.body;
  const located: Evaluate = (f) => {
    try {
      return body(f);
    } catch (error) {
      throw locateFrame(error, line, '<lambda>');
    }
  };
  const run = tracer === null ? located : tracer.lambda(node, inner, located);
  return closeOver(makeCode('<lambda>', node.args, node.line, inner, scope, null, run), node.args, scope, null);
}

function position(node: Lambda): Pick<Lambda, 'line' | 'column' | 'endLine' | 'endColumn'> {
  return { line: node.line, column: node.column, endLine: node.endLine, endColumn: node.endColumn };
}

function compileFunction(
  name: string,
  args: Arguments,
  body: readonly Statement[],
  line: number,
  scope: Scope,
  returns: Expression | null,
): Evaluate {
  const inner = makeScope(name, args, scope);
  collectBindings(body, inner);
  inner.isGenerator = scope.context.mayYield && body.some(holdsYield);
  const docstring = docstringOf(body);
  const code = docstring === null ? body : body.slice(1);
  const run = inner.isGenerator ? compileGeneratorBody(name, code, line, inner) : compileBody(name, code, line, inner);
  return closeOver(makeCode(name, args, line, inner, scope, docstring, run), args, scope, returns);
}

/** The text that documents a function or class: a string as its first statement. */
export function docstringOf(body: readonly Statement[]): string | null {
  const [first] = body;
  if (first?.kind !== 'Expr' || first.value.kind !== 'Constant' || first.value.type !== 'str') return null;
  return first.value.value;
}

/** The scope of a function, its parameters in the first slots. */
function makeScope(name: string, args: Arguments, scope: Scope): Scope {
  const inner = new Scope('function', name, scope, scope.context);
  for (const arg of args.posonlyargs) inner.declare(inner.mangle(arg.arg));
  for (const arg of args.args) inner.declare(inner.mangle(arg.arg));
  for (const arg of args.kwonlyargs) inner.declare(inner.mangle(arg.arg));
  if (args.vararg !== null) inner.declare(inner.mangle(args.vararg.arg));
  if (args.kwarg !== null) inner.declare(inner.mangle(args.kwarg.arg));
  return inner;
}

function makeCode(
  name: string,
  args: Arguments,
  line: number,
  inner: Scope,
  scope: Scope,
  docstring: Value,
  run: (frame: Frame) => Value,
): Code {
  const { live } = scope.context;
  const parameters = [...args.posonlyargs, ...args.args].map((arg) => inner.mangle(arg.arg));
  return {
    name,
    qualname: scope.qualify(name),
    line,
    size: inner.size,
    parameters,
    positionalOnly: args.posonlyargs.length,
    keywordOnly: args.kwonlyargs.map((arg) => inner.mangle(arg.arg)),
    varargSlot: args.vararg === null ? 0 : inner.names.get(inner.mangle(args.vararg.arg))!,
    kwargSlot: args.kwarg === null ? 0 : inner.names.get(inner.mangle(args.kwarg.arg))!,
    simple: args.vararg === null && args.kwarg === null && args.kwonlyargs.length === 0,
    isGenerator: inner.isGenerator,
    docstring,
    run: live === null ? run : live.call(run, parameterCount(args)),
  };
}

function parameterCount({ posonlyargs, args, kwonlyargs, vararg, kwarg }: Arguments): number {
  return posonlyargs.length + args.length + kwonlyargs.length + Number(vararg !== null) + Number(kwarg !== null);
}

/** Estimated bytes of a function or generator, besides the frame that it keeps. */
const FUNCTION_BYTES = 64;

/** What makes the function object: evaluates defaults and annotations, then closes over the frame. */
function closeOver(code: Code, args: Arguments, scope: Scope, returns: Expression | null): Evaluate {
  const annotations = compileAnnotations(args, returns, scope);
  if (args.defaults.length === 0 && args.kw_defaults.every((d) => d === null) && annotations.length === 0) {
    return (f) => {
      allocate(FUNCTION_BYTES + 8 * f.length);
      return new PyFunction(code, f, NO_DEFAULTS, null);
    };
  }
  const defaults = args.defaults.map((value) => compileExpression(value, scope));
  const keywordDefaults = args.kw_defaults.map((value) => (value === null ? null : compileExpression(value, scope)));
  return (f) => {
    allocate(FUNCTION_BYTES + 8 * f.length);
    const values = defaults.map((value) => value(f));
    let byName: Map<string, Value> | null = null;
    keywordDefaults.forEach((value, i) => {
      if (value !== null) (byName ??= new Map()).set(code.keywordOnly[i], value(f));
    });
    for (const annotation of annotations) annotation(f);
    return new PyFunction(code, f, values, byName);
  };
}

const NO_DEFAULTS: readonly Value[] = [];

/** Annotations are evaluated as CPython does (a missing import must show), but those that cannot fail are skipped. */
function compileAnnotations(args: Arguments, returns: Expression | null, scope: Scope): Evaluate[] {
  if (scope.context.lazyAnnotations) return [];
  const all = [...args.posonlyargs, ...args.args, ...args.kwonlyargs];
  if (args.vararg !== null) all.push(args.vararg);
  if (args.kwarg !== null) all.push(args.kwarg);
  const annotations = all.map((arg) => arg.annotation);
  annotations.push(returns);
  return annotations.filter((a) => a !== null && !cannotFail(a, scope)).map((a) => compileExpression(a!, scope));
}

/** Whether evaluating an annotation cannot raise: constants and the names of built-ins. */
export function cannotFail(annotation: Expression, scope: Scope): boolean {
  if (annotation.kind === 'Constant') return true;
  return annotation.kind === 'Name' && knownBuiltin(scope, annotation.id) !== undefined;
}

function compileBody(name: string, body: readonly Statement[], line: number, inner: Scope): (frame: Frame) => Value {
  const block = compileBlock(body, inner, name);
  const { tracer } = inner.context;
  const run = (f: Frame): Value => {
    const result = block(f);
    return result === undefined ? null : result;
  };
  return tracer === null ? run : tracer.body(name, line, inner, run);
}

function compileGeneratorBody(
  name: string,
  body: readonly Statement[],
  line: number,
  inner: Scope,
): (frame: Frame) => Value {
  const block = compileGeneratorBlock(body, inner, name);
  const { live, tracer } = inner.context;
  return (f) => {
    allocate(FUNCTION_BYTES + 8 * f.length);
    const start = (): Steps => {
      const steps = block(f) as Steps;
      return tracer === null ? steps : tracer.generator(name, line, inner, f, steps);
    };
    return new PyGenerator(name, live === null ? start : live.generator([f], start), null);
  };
}

const isYield = (e: Expression): boolean => e.kind === 'Yield' || e.kind === 'YieldFrom';

/** Whether a statement of the function itself (not of an inner one) holds a `yield`. */
export function holdsYield(statement: Statement): boolean {
  if (childExpressions(statement).some((e) => someExpression(e, isYield))) return true;
  return blocksOf(statement).some((block) => block.some(holdsYield));
}

/** Whether an expression holds a `yield`. */
export function yields(node: Expression): boolean {
  return someExpression(node, isYield);
}
