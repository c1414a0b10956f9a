import type { Expression } from '../ast.ts';
import type { LiveMemory } from '../liveMemory.ts';
import type { Tracer } from '../trace.ts';
import type { Frame } from '../values/frame.ts';
import type { Value } from '../values/value.ts';

/** The line of what is compiled apart from the program, a call's text. */
export const NO_LINE = -1;

/** State shared by all scopes of one program. */
export interface ProgramContext {
  /** The module's frame: slot by slot the globals. */
  globals: Frame;
  module: Scope;
  /** Records the line trace, `null` when off. */
  tracer: Tracer | null;
  /** Counts the values that are live, `null` where those made are counted. */
  live: LiveMemory | null;
  /** Whether the source holds `yield`, `:=`, or `global` or `nonlocal` at all: what need not be looked for. */
  mayYield: boolean;
  mayWalrus: boolean;
  mayDeclare: boolean;
  /** `from __future__ import annotations`: annotations are not evaluated. */
  lazyAnnotations: boolean;
  /** The elements of constant set displays in the order of the first one that holds them: later ones share its constant. */
  constantSets: Map<string, (f: Frame) => Value[]>;
  /** Line of the statement or expression being compiled: what lies on another one notes its own line in errors. */
  line: number;
}

/** The names of a module, function, class body or comprehension, and their slots in its frame. */
export class Scope {
  readonly names = new Map<string, number>();
  readonly globals = new Set<string>();
  readonly nonlocals = new Set<string>();
  /** Slots used so far; slot 0 is the defining frame. */
  size = 1;
  /** Name of the class whose body encloses this scope, for `__private` names. */
  className: string | null;
  /** Whether the function holds a `yield`. */
  isGenerator = false;
  /** Whether this is the frame of a comprehension: a walrus inside binds further out. */
  isComprehension = false;
  /**
   * While a comprehension is compiled into this scope's own frame: its targets. Other locals are then free variables
   * to Python, which shows in the error when they are unbound.
   */
  comprehensionNames: ReadonlySet<string> | null = null;
  /** Names annotated in a class body, in order. */
  readonly annotated: { name: string; annotation: Expression }[] = [];

  constructor(
    readonly kind: 'module' | 'function' | 'class',
    readonly name: string,
    readonly parent: Scope | null,
    readonly context: ProgramContext,
  ) {
    this.className = parent === null ? null : parent.className;
  }

  /** The slot of `name` in this scope, made when it has none. */
  declare(name: string): number {
    let slot = this.names.get(name);
    if (slot === undefined) {
      slot = this.size++;
      this.names.set(name, slot);
    }
    return slot;
  }

  /** A slot without a name, for what the compiler keeps itself. */
  temporary(): number {
    return this.size++;
  }

  /** `__qualname__` of something called `name` defined here. */
  qualify(name: string): string {
    if (this.kind === 'module' || this.globals.has(name)) return name;
    return this.kind === 'class' ? `${this.qualifiedName}.${name}` : `${this.qualifiedName}.<locals>.${name}`;
  }

  get qualifiedName(): string {
    return this.parent === null ? this.name : this.parent.qualify(this.name);
  }

  /** `name` as the compiler sees it: private names carry the class. */
  mangle(name: string): string {
    if (this.className === null || !name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name;
    const bare = this.className.replace(/^_+/, '');
    return bare === '' ? name : `_${bare}${name}`;
  }
}

/** Where a name lives, as seen from a scope. */
export type Place =
  | { kind: 'local'; slot: number }
  | { kind: 'outer'; hops: number; slot: number }
  | { kind: 'global'; slot: number }
  | { kind: 'unknown' };

/** Finds where `name` lives, as Python's scoping rules say. Class bodies show their names to themselves only. */
export function resolve(scope: Scope, name: string): Place {
  const { module } = scope.context;
  if (scope.kind === 'module' || scope.globals.has(name)) return globalPlace(module, name);
  if (!scope.nonlocals.has(name)) {
    const slot = scope.names.get(name);
    if (slot !== undefined) return { kind: 'local', slot };
  }
  let hops = 1;
  for (let outer = scope.parent!; outer !== module; outer = outer.parent!, hops++) {
    if (outer.kind === 'class') {
      if (name === '__class__') return { kind: 'outer', hops, slot: outer.names.get('__class__')! };
      continue;
    }
    if (outer.globals.has(name)) return globalPlace(module, name);
    if (outer.nonlocals.has(name)) continue;
    const slot = outer.names.get(name);
    if (slot !== undefined) return { kind: 'outer', hops, slot };
  }
  return globalPlace(module, name);
}

function globalPlace(module: Scope, name: string): Place {
  const slot = module.names.get(name);
  return slot === undefined ? { kind: 'unknown' } : { kind: 'global', slot };
}
