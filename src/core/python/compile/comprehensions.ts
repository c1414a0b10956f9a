import type { Comprehension, DictComp, Expression, GeneratorExp, ListComp, SetComp } from '../ast.ts';
import { budget, held, MAX_DEPTH, outOfMemory } from '../budget.ts';
import { getIterator } from '../ops/iterate.ts';
import { tooDeep } from '../ops/recursion.ts';
import { PyDict } from '../values/dict.ts';
import { type Frame, newFrame } from '../values/frame.ts';
import { PyGenerator, type Steps } from '../values/generator.ts';
import { PySet } from '../values/set.ts';
import { PyList, type Value } from '../values/value.ts';
import { collectTarget } from './bindings.ts';
import { someExpression } from './children.ts';
import { compileExpression, compileIterable, compileTest } from './expressions.ts';
import { locateFrame } from './locate.ts';
import { walk } from './loops.ts';
import { Scope } from './scope.ts';
import { compileTarget } from './targets.ts';
import type { Evaluate } from './types.ts';

type AnyComprehension = ListComp | SetComp | DictComp | GeneratorExp;

/** Runs the clauses of a comprehension; `sink` takes what each turn gives. True stops. */
type Clauses<T> = (frame: Frame, sink: T) => boolean;

/** Compiles a comprehension or generator expression. */
export function compileComprehension(node: AnyComprehension, scope: Scope): Evaluate {
  if (node.kind === 'GeneratorExp') return compileGeneratorExpression(node, scope, false);
  return canShareFrame(node, scope) ? compileInFrame(node, scope) : compileInOwnFrame(node, scope);
}

/**
 * A comprehension may use slots of the function's own frame unless a lambda or generator inside it could outlive the
 * turn, it stands in a class body (whose names it must not see), or the trace wants its frame.
 */
function canShareFrame(node: AnyComprehension, scope: Scope): boolean {
  if (scope.kind === 'class' || scope.context.tracer !== null) return false;
  return !someExpression(node, outlivesTurn);
}

const outlivesTurn = (e: Expression): boolean => e.kind === 'Lambda' || e.kind === 'GeneratorExp';

function compileInFrame(node: ListComp | SetComp | DictComp, scope: Scope): Evaluate {
  const first = compileIterable(node.generators[0].iter, scope);
  const shadowed = new Map<string, number | undefined>();
  for (const name of targetNames(node.generators)) {
    shadowed.set(name, scope.names.get(name));
    scope.names.set(name, scope.temporary());
  }
  const hidden = hideDeclarations(scope, shadowed.keys());
  const outerNames = scope.comprehensionNames;
  scope.comprehensionNames = new Set([...(outerNames ?? []), ...shadowed.keys()]);
  const build = compileResult(node, scope);
  scope.comprehensionNames = outerNames;
  for (const [name, slot] of shadowed) {
    if (slot === undefined) scope.names.delete(name);
    else scope.names.set(name, slot);
  }
  for (const [set, name] of hidden) set.add(name);
  return (f) => {
    const iterable = first(f);
    // To Python it is a frame of its own.
    if (++budget.depth > MAX_DEPTH) tooDeep('');
    const result = build(f, iterable);
    budget.depth--;
    return result;
  };
}

function hideDeclarations(scope: Scope, names: Iterable<string>): [Set<string>, string][] {
  const hidden: [Set<string>, string][] = [];
  for (const name of names) {
    for (const set of [scope.globals, scope.nonlocals]) if (set.delete(name)) hidden.push([set, name]);
  }
  return hidden;
}

function targetNames(generators: readonly Comprehension[]): string[] {
  const names: string[] = [];
  const visit = (target: Expression): void => {
    if (target.kind === 'Name') names.push(target.id);
    else if (target.kind === 'Tuple' || target.kind === 'List') target.elts.forEach(visit);
    else if (target.kind === 'Starred') visit(target.value);
  };
  for (const generator of generators) visit(generator.target);
  return names;
}

const COMPREHENSION_NAMES = {
  ListComp: '<listcomp>',
  SetComp: '<setcomp>',
  DictComp: '<dictcomp>',
  GeneratorExp: '<genexpr>',
};

function innerScope(node: AnyComprehension, scope: Scope): Scope {
  const inner = new Scope('function', COMPREHENSION_NAMES[node.kind], scope, scope.context);
  inner.isComprehension = true;
  for (const generator of node.generators) collectTarget(generator.target, inner);
  return inner;
}

function compileInOwnFrame(node: ListComp | SetComp | DictComp, scope: Scope): Evaluate {
  const first = compileIterable(node.generators[0].iter, scope);
  const inner = innerScope(node, scope);
  const build = compileResult(node, inner);
  const { tracer } = scope.context;
  if (tracer !== null) {
    const traced = tracer.body(inner.name, node.line, inner, (f, iterable) => build(f, iterable));
    return (f) => {
      const iterable = first(f);
      return traced(held(newFrame(inner.size, f)), iterable);
    };
  }
  return (f) => {
    const iterable = first(f);
    return build(held(newFrame(inner.size, f)), iterable);
  };
}

/** Compiles the clauses and what collects their results, given the first iterable. */
function compileResult(node: ListComp | SetComp | DictComp, scope: Scope): (frame: Frame, first: Value) => Value {
  switch (node.kind) {
    case 'ListComp': {
      const simple = compileSimpleList(node, scope);
      if (simple !== undefined) return simple;
      const element = compileLazily(node.elt, scope);
      const run = compileClauses<Value[]>(node.generators, scope, () => {
        const value = element();
        return (f, items) => {
          if ((budget.memory -= 8) < 0) outOfMemory();
          items.push(value(f));
          return false;
        };
      });
      return (f, first) => {
        const items = held<Value[]>([]);
        run(f, first, items);
        return new PyList(items);
      };
    }
    case 'SetComp': {
      const element = compileLazily(node.elt, scope);
      const run = compileClauses<PySet>(node.generators, scope, () => {
        const value = element();
        return (f, set) => {
          set.add(value(f));
          return false;
        };
      });
      return (f, first) => {
        const set = held(new PySet());
        run(f, first, set);
        return set;
      };
    }
    case 'DictComp': {
      const run = compileClauses<PyDict>(node.generators, scope, () => {
        const key = compileExpression(node.key, scope);
        const value = compileExpression(node.value, scope);
        return (f, dict) => {
          const k = key(f);
          dict.set(k, value(f));
          return false;
        };
      });
      return (f, first) => {
        const dict = held(new PyDict());
        run(f, first, dict);
        return dict;
      };
    }
  }
}

/** `[element for target in iterable if test]`, without the general machinery. */
function compileSimpleList(node: ListComp, scope: Scope): ((frame: Frame, first: Value) => Value) | undefined {
  if (scope.context.tracer !== null) return undefined;
  if (node.generators.length !== 1 || node.generators[0].ifs.length > 1) return undefined;
  const [{ target, ifs }] = node.generators;
  const store = compileTarget(target, scope);
  const test = ifs.length === 0 ? null : compileTest(ifs[0], scope);
  const element = compileExpression(node.elt, scope);
  return (f, first) => {
    const items = held<Value[]>([]);
    walk(first, f, (frame, item) => {
      store(frame, item);
      if (test === null || test(frame)) {
        if ((budget.memory -= 8) < 0) outOfMemory();
        items.push(element(frame));
      }
      return false;
    });
    return new PyList(items);
  };
}

function compileLazily(node: Expression, scope: Scope): () => Evaluate {
  return () => compileExpression(node, scope);
}

/**
 * Compiles the `for` and `if` clauses around an innermost action.
 * @param innermost compiles the action; called after the clauses in front of it.
 */
function compileClauses<T>(
  generators: readonly Comprehension[],
  scope: Scope,
  innermost: () => Clauses<T>,
): (frame: Frame, first: Value, sink: T) => boolean {
  const compileFrom = (index: number): ((frame: Frame, iterable: Value, sink: T) => boolean) => {
    const { target, ifs } = generators[index];
    const store = compileTarget(target, scope);
    const tests = ifs.map((test) => compileTest(test, scope));
    let inner: Clauses<T>;
    if (index + 1 < generators.length) {
      const iterable = compileIterable(generators[index + 1].iter, scope);
      const next = compileFrom(index + 1);
      inner = (f, sink) => next(f, iterable(f), sink);
    } else {
      inner = innermost();
    }
    const [test] = tests;
    const turn = (frame: Frame, item: Value, sink: T): boolean => {
      store(frame, item);
      if (tests.length > 0) {
        if (!test(frame)) return false;
        for (let i = 1; i < tests.length; i++) if (!tests[i](frame)) return false;
      }
      return inner(frame, sink);
    };
    const { tracer } = scope.context;
    if (tracer === null) return (f, iterable, sink) => walk(iterable, f, (frame, item) => turn(frame, item, sink));
    const { line } = target;
    return (f, iterable, sink) => {
      tracer.atLine(f, line, scope);
      return walk(iterable, f, (frame, item) => {
        const stop = turn(frame, item, sink);
        tracer.jumpBack(frame, line, scope);
        return stop;
      });
    };
  };
  return compileFrom(0);
}

/**
 * Compiles a generator expression.
 * @param disposable whether nobody but the built-in function it is passed to can see the generator.
 *
 * It is drained in one go by plain loops where its consumer can, else stepped.
 */
export function compileGeneratorExpression(node: GeneratorExp, scope: Scope, disposable: boolean): Evaluate {
  const first = compileIterable(node.generators[0].iter, scope);
  const inner = innerScope(node, scope);
  const { live, tracer } = scope.context;
  const drain =
    tracer === null && live === null
      ? compileClauses<(item: Value) => boolean>(node.generators, inner, () => {
          const element = compileExpression(node.elt, inner);
          return (f, sink) => sink(element(f));
        })
      : null;
  let step: StepClauses | null = null;
  return (f) => {
    const iterator = getIterator(first(f));
    if ((budget.memory -= GENERATOR_BYTES + 8 * f.length) < 0) outOfMemory();
    const frame = newFrame(inner.size, f);
    const start = (): Steps => {
      step ??= compileSteps(node.generators, 0, inner, node.elt);
      const steps = located(step(frame, iterator), node.elt.line);
      return tracer === null ? steps : tracer.generator(inner.name, node.line, inner, frame, steps);
    };
    return new PyGenerator(
      '<genexpr>',
      live === null ? start : live.generator([frame, iterator], start),
      drain === null
        ? null
        : (sink) => {
            try {
              return drain(frame, iterator, sink);
            } catch (error) {
              throw locateFrame(error, node.elt.line, '<genexpr>');
            }
          },
      disposable,
    );
  };
}

/** Estimated bytes of a generator expression, besides the frame that it keeps. */
const GENERATOR_BYTES = 96;

/** Passes a generator's steps on, noting the line of errors. */
function* located(steps: ReturnType<StepClauses>, line: number): ReturnType<StepClauses> {
  try {
    return yield* steps;
  } catch (error) {
    throw locateFrame(error, line, '<genexpr>');
  }
}

type StepClauses = (frame: Frame, iterable: Value) => Generator<Value, Value, Value | undefined>;

function compileSteps(generators: readonly Comprehension[], index: number, scope: Scope, elt: Expression): StepClauses {
  const { target, ifs } = generators[index];
  const store = compileTarget(target, scope);
  const tests = ifs.map((test) => compileTest(test, scope));
  const { tracer } = scope.context;
  const { line } = target;
  if (index + 1 === generators.length) {
    const element = compileExpression(elt, scope);
    return function* (f, iterable) {
      const iterator = getIterator(iterable);
      tracer?.atLine(f, line, scope);
      for (let item = iterator.next(); item !== undefined; item = iterator.next()) {
        store(f, item);
        if (tests.every((test) => test(f))) yield element(f);
        tracer?.jumpBack(f, line, scope);
      }
      return null;
    };
  }
  const nextIterable = compileIterable(generators[index + 1].iter, scope);
  const next = compileSteps(generators, index + 1, scope, elt);
  return function* (f, iterable) {
    const iterator = getIterator(iterable);
    tracer?.atLine(f, line, scope);
    for (let item = iterator.next(); item !== undefined; item = iterator.next()) {
      store(f, item);
      if (tests.every((test) => test(f))) yield* next(f, nextIterable(f));
      tracer?.jumpBack(f, line, scope);
    }
    return null;
  };
}
