import type { BoolOp, Constant, Expression, FormattedValue, Subscript } from '../ast.ts';
import { allocate, budget, outOfMemory, payForText } from '../budget.ts';
import { formatValue } from '../format/formatValue.ts';
import { asciiRepr } from '../format/strRepr.ts';
import { getAttribute } from '../ops/attributes.ts';
import { call } from '../ops/call.ts';
import { payloadOf } from '../ops/equal.ts';
import { iterateAll, tryIterator } from '../ops/iterate.ts';
import { repr, str } from '../ops/repr.ts';
import { getItem } from '../ops/subscript.ts';
import { truth } from '../ops/truth.ts';
import { PyDict } from '../values/dict.ts';
import { indexError, typeError } from '../values/exceptions.ts';
import type { Frame } from '../values/frame.ts';
import { Ellipsis, typeName } from '../values/types.ts';
import { PyBytes, PyComplex, PyFloat, PyList, PyObject, PySlice, PyTuple, type Value } from '../values/value.ts';
import { compileCall } from './calls.ts';
import { compileComprehension } from './comprehensions.ts';
import { compileConstantSet, compileSet, isConstantSet } from './constantSet.ts';
import { compileLambda } from './functions.ts';
import { locate } from './locate.ts';
import { compileLoad, compileStoreName, localSlot, unboundError } from './names.ts';
import { compileBinary, compileCompare, compileComparedValue, compileUnary } from './operators.ts';
import { NO_LINE, type Scope } from './scope.ts';
import { asTurns } from './turns.ts';
import type { Evaluate } from './types.ts';

/**
 * Compiles an expression without `yield` to a closure that evaluates it on a frame.
 * @param isTest whether a jump follows that asks for its truth alone
 * @param isLast whether nothing else of its statement or test is evaluated after it, so that nobody need hold what it gives
 */
export function compileExpression(node: Expression, scope: Scope, isTest = false, isLast = isTest): Evaluate {
  const { context } = scope;
  const outer = context.line;
  const line = outer === NO_LINE ? outer : lineOf(node);
  let evaluate: Evaluate;
  if (line === outer || node.kind === 'Constant') evaluate = compileNode(node, scope, isTest);
  else {
    context.line = line;
    evaluate = withLine(compileNode(node, scope, isTest), line);
    context.line = outer;
  }
  const { live, tracer } = context;
  if (tracer !== null) evaluate = tracer.expression(node, evaluate, scope);
  if (live === null || isLast || node.kind === 'Constant') return evaluate;
  return node.kind === 'Name' ? live.holding(evaluate) : live.keep(evaluate);
}

/** Has what an expression held let go after it, where live values are counted. */
export function keeping<T>(scope: Scope, evaluate: (frame: Frame) => T): (frame: Frame) => T {
  const { live } = scope.context;
  return live === null ? evaluate : live.keep(evaluate);
}

/** Compiles what a loop or a comprehension goes through. */
export function compileIterable(node: Expression, scope: Scope): Evaluate {
  const evaluate = isConstantSet(node) ? compileLoopSet(node, scope) : compileExpression(node, scope);
  return scope.context.live === null ? evaluate : asTurns(evaluate);
}

function compileLoopSet(node: Expression & { kind: 'Set' }, scope: Scope): Evaluate {
  const evaluate = compileConstantSet(node.elts, scope);
  return scope.context.tracer === null ? evaluate : scope.context.tracer.expression(node, evaluate, scope);
}

/** The line that CPython names when the node itself fails: that of the attribute in a chain over several lines. */
function lineOf(node: Expression): number {
  if (node.line === node.endLine) return node.line;
  if (node.kind === 'Attribute') return node.endLine;
  if (node.kind !== 'Call' || node.func.kind !== 'Attribute') return node.line;
  const isPlain = node.args.every((arg) => arg.kind !== 'Starred') && node.keywords.every((k) => k.arg !== null);
  return isPlain ? node.func.endLine : node.line;
}

/** Notes the line of what fails in an expression that does not begin on its statement's first line. */
function withLine(evaluate: Evaluate, line: number): Evaluate {
  return (f) => {
    try {
      return evaluate(f);
    } catch (error) {
      throw locate(error, line);
    }
  };
}

function compileNode(node: Expression, scope: Scope, isTest: boolean): Evaluate {
  switch (node.kind) {
    case 'Constant': {
      const value = constantValue(node);
      return () => value;
    }
    case 'Name':
      return compileLoad(scope, node.id);
    case 'BinOp':
      return compileBinary(node, scope);
    case 'Call':
      return compileCall(node, scope);
    case 'Attribute': {
      const object = compileExpression(node.value, scope);
      const name = scope.mangle(node.attr);
      return (f) => getAttribute(object(f), name);
    }
    case 'Subscript':
      return compileSubscript(node, scope);
    case 'Compare':
      return isTest ? compileCompare(node, scope) : compileComparedValue(node, scope);
    case 'BoolOp':
      return compileBoolean(node, scope);
    case 'UnaryOp':
      return compileUnary(node, scope);
    case 'IfExp': {
      const test = compileTest(node.test, scope);
      const body = compileExpression(node.body, scope);
      const orelse = compileExpression(node.orelse, scope);
      return (f) => (test(f) ? body(f) : orelse(f));
    }
    case 'List':
      return compileList(node.elts, scope);
    case 'Tuple':
      return compileTuple(node.elts, scope);
    case 'Dict':
      return compileDict(node.keys, node.values, scope);
    case 'Set':
      return compileSet(node.elts, scope);
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      return compileComprehension(node, scope);
    case 'Lambda':
      return compileLambda(node, scope);
    case 'JoinedStr':
      return compileJoined(node.values, scope);
    case 'FormattedValue':
      return compileFormatted(node, scope);
    case 'NamedExpr': {
      const value = compileExpression(node.value, scope);
      const store = compileStoreName(scope, node.target.id);
      return (f) => {
        const result = value(f);
        store(f, result);
        return result;
      };
    }
    case 'Slice':
      return compileSlice(node.lower, node.upper, node.step, scope);
    case 'Starred':
    case 'Yield':
    case 'YieldFrom':
      throw new Error(`${node.kind} cannot be compiled here`);
  }
}

/** The value of a literal. */
export function constantValue(node: Constant): Value {
  switch (node.type) {
    case 'float':
      return new PyFloat(node.value);
    case 'complex':
      return new PyComplex(0, node.value);
    case 'bytes':
      return new PyBytes(Uint8Array.from(node.value, (c) => c.charCodeAt(0)));
    case 'Ellipsis':
      return Ellipsis;
    default:
      return node.value;
  }
}

/** Compiles an expression whose truth alone is asked. */
export function compileTest(node: Expression, scope: Scope): (frame: Frame) => boolean {
  const test = compileTruth(node, scope);
  return scope.context.live === null ? test : scope.context.live.keep(test);
}

function compileTruth(node: Expression, scope: Scope): (frame: Frame) => boolean {
  if (node.kind === 'UnaryOp' && node.op === 'Not' && scope.context.tracer === null) {
    const operand = compileTruth(node.operand, scope);
    return (f) => !operand(f);
  }
  if (node.kind === 'BoolOp' && node.values.length === 2 && scope.context.tracer === null) {
    const left = compileTruth(node.values[0], scope);
    const right = compileTruth(node.values[1], scope);
    return node.op === 'And' ? (f) => left(f) && right(f) : (f) => left(f) || right(f);
  }
  const value = compileExpression(node, scope, true);
  return (f) => {
    const result = value(f);
    return typeof result === 'boolean' ? result : truth(result);
  };
}

function compileBoolean(node: BoolOp, scope: Scope): Evaluate {
  const values = node.values.map((value) => compileExpression(value, scope));
  const last = values.length - 1;
  if (last === 1) {
    const [left, right] = values;
    if (node.op === 'And') {
      return (f) => {
        const value = left(f);
        return truth(value) ? right(f) : value;
      };
    }
    return (f) => {
      const value = left(f);
      return truth(value) ? value : right(f);
    };
  }
  const stopAt = node.op === 'Or';
  return (f) => {
    for (let i = 0; i < last; i++) {
      const value = values[i](f);
      if (truth(value) === stopAt) return value;
    }
    return values[last](f);
  };
}

function compileSubscript(node: Subscript, scope: Scope): Evaluate {
  const object = compileExpression(node.value, scope);
  if (node.slice.kind === 'Constant' && node.slice.type === 'int' && typeof node.slice.value === 'number') {
    const place = node.slice.value;
    return (f) => {
      const value = object(f);
      if (value instanceof PyList) {
        const item = value.items[place];
        return item === undefined ? indexError('list index out of range') : item;
      }
      return getItem(value, place);
    };
  }
  const slot = node.slice.kind === 'Name' ? localSlot(scope, node.slice.id) : -1;
  if (slot >= 0 && scope.context.tracer === null && node.slice.kind === 'Name' && scope.kind === 'function') {
    const unbound = unboundError(scope, node.slice.id);
    return (f) => {
      const value = object(f);
      const key = f[slot];
      if (typeof key === 'number' && value instanceof PyList) {
        const { items } = value;
        const item = items[key < 0 ? key + items.length : key];
        return item === undefined ? indexError('list index out of range') : item;
      }
      return getItem(value, key === undefined ? unbound() : key);
    };
  }
  const key = compileExpression(node.slice, scope);
  return (f) => getItem(object(f), key(f));
}

function compileSlice(
  lower: Expression | null,
  upper: Expression | null,
  step: Expression | null,
  scope: Scope,
): Evaluate {
  const none: Evaluate = () => null;
  const start = lower === null ? none : compileExpression(lower, scope);
  const stop = upper === null ? none : compileExpression(upper, scope);
  const stride = step === null ? none : compileExpression(step, scope);
  return (f) => new PySlice(start(f), stop(f), stride(f));
}

/** Evaluates display elements, with `*iterable` spread, into a new array. */
export function compileElements(elements: readonly Expression[], scope: Scope): (frame: Frame) => Value[] {
  if (!elements.some((element) => element.kind === 'Starred')) {
    const values = elements.map((element) => compileExpression(element, scope));
    switch (values.length) {
      case 0:
        return () => [];
      case 1: {
        const [a] = values;
        return (f) => [a(f)];
      }
      case 2: {
        const [a, b] = values;
        return (f) => [a(f), b(f)];
      }
      case 3: {
        const [a, b, c] = values;
        return (f) => [a(f), b(f), c(f)];
      }
    }
    return (f) => {
      const items: Value[] = [];
      for (let i = 0; i < values.length; i++) items.push(values[i](f));
      return items;
    };
  }
  const parts = elements.map((element) => ({
    star: element.kind === 'Starred',
    value: compileExpression(element.kind === 'Starred' ? element.value : element, scope),
  }));
  return (f) => {
    const items: Value[] = [];
    for (const part of parts) {
      const value = part.value(f);
      if (!part.star) items.push(value);
      else {
        requireIterable(value);
        iterateAll(
          value,
          (item) => {
            allocate(8);
            items.push(item);
          },
          () => items,
        );
      }
    }
    return items;
  };
}

function requireIterable(value: Value): void {
  if (tryIterator(value) === undefined) typeError(`Value after * must be an iterable, not ${typeName(value)}`);
}

function compileList(elements: readonly Expression[], scope: Scope): Evaluate {
  const items = compileElements(elements, scope);
  const bytes = 16 + 8 * elements.length;
  return (f) => {
    if ((budget.memory -= bytes) < 0) outOfMemory();
    return new PyList(items(f));
  };
}

function compileTuple(elements: readonly Expression[], scope: Scope): Evaluate {
  const constant = constantTuple(elements);
  if (constant !== undefined) return () => constant;
  const items = compileElements(elements, scope);
  const bytes = 16 + 8 * elements.length;
  return (f) => {
    if ((budget.memory -= bytes) < 0) outOfMemory();
    return new PyTuple(items(f));
  };
}

function constantTuple(elements: readonly Expression[]): PyTuple | undefined {
  const values: Value[] = [];
  for (const element of elements) {
    if (element.kind !== 'Constant') return undefined;
    values.push(constantValue(element));
  }
  return new PyTuple(values);
}

/** Estimated bytes of an empty dict. */
const DICT_BYTES = 64;

function compileDict(keys: readonly (Expression | null)[], values: readonly Expression[], scope: Scope): Evaluate {
  const entries = keys.map((key, i) => ({
    key: key === null ? null : compileExpression(key, scope),
    value: compileExpression(values[i], scope),
  }));
  return (f) => {
    if ((budget.memory -= DICT_BYTES) < 0) outOfMemory();
    const dict = new PyDict();
    for (const { key, value } of entries) {
      if (key !== null) {
        const k = key(f);
        dict.set(k, value(f));
      } else {
        const other = payloadOf(value(f));
        if (other instanceof PyDict) dict.setAll(other);
        else mergeMapping(dict, other);
      }
    }
    return dict;
  };
}

/** Copies the entries of any object with `keys()` into `dict`. */
export function mergeMapping(dict: PyDict, mapping: Value): void {
  if (!(mapping instanceof PyObject) || mapping.cls.lookup('keys') === undefined) {
    typeError(`'${typeName(mapping)}' object is not a mapping`);
  }
  const keys = getAttribute(mapping, 'keys');
  iterateAll(call(keys, []), (key) => dict.set(key, getItem(mapping, key)));
}

function compileJoined(values: readonly Expression[], scope: Scope): Evaluate {
  const parts = values.map((value) => compileExpression(value, scope));
  return (f) => {
    let out = '';
    for (let i = 0; i < parts.length; i++) {
      out += payForText(parts[i](f) as string);
    }
    return out;
  };
}

function compileFormatted(node: FormattedValue, scope: Scope): Evaluate {
  const value = compileExpression(node.value, scope);
  const spec = node.format_spec === null ? null : compileExpression(node.format_spec, scope);
  const { conversion } = node;
  return (f) => {
    let shown = value(f);
    if (conversion === 114) shown = repr(shown);
    else if (conversion === 115) shown = str(shown);
    else if (conversion === 97) shown = asciiRepr(repr(shown));
    return spec === null ? formatValue(shown, '') : formatValue(shown, spec(f) as string);
  };
}
