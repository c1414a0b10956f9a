import { Purpose, RandomStream } from '../../../rng.ts';
import { ExpressionWriter, newScope, type Scope, VALUE_TYPES, type ValueType } from './expressions.ts';

/** A program and a call of its entry function `f`. */
export interface GeneratedProgram {
  code: string;
  call: string;
}

const PREAMBLE = `import math
from collections import Counter

class Point:
    total = 0
    def __init__(self, x, y=0):
        self.x, self.y = x, y
        Point.total += 1
    def __repr__(self):
        return f'Point({self.x!r}, {self.y!r})'
    def __eq__(self, other):
        return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)
    def __add__(self, other):
        return type(self)(self.x + other.x, self.y + other.y)
    def __lt__(self, other):
        return self.x < other.x
    def __len__(self):
        return self.x % 100 - 1
    @property
    def size(self):
        return abs(self.x) + abs(self.y)
    @staticmethod
    def make(n): return Point(n, n)

class Loud(Point):
    __match_args__ = ('x', 'y')
    def __enter__(self):
        return self
    def __exit__(self, kind, value, trace):
        return kind is KeyError
    def __call__(self, n):
        return super().__len__() + n
`;

/** The program of this number; equal numbers of equal seeds give equal programs. */
export function generateProgram(seed: number, number: number): GeneratedProgram {
  const random = new RandomStream({ seed, purpose: Purpose.lab, step: 0, item: number });
  return new ProgramWriter(random).program();
}

class ProgramWriter extends ExpressionWriter {
  private lines: string[] = [];
  private fresh = 0;

  program(): GeneratedProgram {
    const { random } = this;
    const scope = newScope();
    const parameters: string[] = [];
    const values: string[] = [];
    for (let index = 1 + random.integer(3); index > 0; index--) {
      const type = random.pick(VALUE_TYPES);
      parameters.push(this.bind(scope, type, 'p'));
      values.push(this.literal(type));
    }
    const objects = this.once(4);
    this.lines = objects ? [PREAMBLE] : ['import math', 'from collections import Counter', ''];
    this.lines.push(`def f(${parameters.join(', ')}):`);
    this.block(scope, '    ', 3 + random.integer(5), objects);
    const results = Array.from({ length: 1 + random.integer(3) }, () =>
      this.expression(random.pick(VALUE_TYPES), scope, 2),
    );
    this.lines.push(`    return ${results.join(', ')}`);
    return { code: `${this.lines.join('\n')}\n`, call: `f(${values.join(', ')})` };
  }

  private bind(scope: Scope, type: ValueType, prefix = 'v'): string {
    const name = `${prefix}${this.fresh++}`;
    scope.names[type].push(name);
    return name;
  }

  /** Statements; names that they bind are known after them only as far as they are sure to be bound. */
  private block(scope: Scope, indent: string, count: number, objects: boolean): void {
    const before = this.lines.length;
    for (let index = 0; index < count; index++) this.statement(scope, indent, objects);
    if (this.lines.length === before) this.lines.push(`${indent}pass`);
  }

  /** A nested block with a scope of its own, so that names bound in it are used after it only by mistake now and then. */
  private inner(
    scope: Scope,
    indent: string,
    objects: boolean,
    loop: boolean,
    bindings: [ValueType, string][] = [],
  ): void {
    const names = Object.fromEntries(VALUE_TYPES.map((type) => [type, [...scope.names[type]]])) as Scope['names'];
    for (const [type, name] of bindings) names[type].push(name);
    const inner: Scope = { names, functions: [...scope.functions], loops: scope.loops + (loop ? 1 : 0) };
    this.block(inner, `${indent}    `, 1 + this.random.integer(3), objects);
    if (this.once(12)) scope.names = names;
  }

  /** An expression whose value cannot grow from turn to turn of a loop. */
  private bounded(type: ValueType, scope: Scope): string {
    const text = this.expression(type, scope, 3);
    if (scope.loops === 0) return text;
    switch (type) {
      case 'int':
        return `(${text}) % 100003`;
      case 'str':
      case 'ints':
      case 'strs':
      case 'tuple':
        return `(${text})[:12]`;
      case 'dict':
        return `dict(list((${text}).items())[:8])`;
      case 'set':
        return `set(sorted(${text})[:8])`;
      default:
        return text;
    }
  }

  private statement(scope: Scope, indent: string, objects: boolean): void {
    const { random } = this;
    const put = (line: string): void => {
      this.lines.push(indent + line);
    };
    const e = (type: ValueType): string => this.expression(type, scope, 2);
    const deep = indent.length > 12 || scope.loops > 2;
    const simple: (() => void)[] = [
      () => {
        const type = random.pick(VALUE_TYPES);
        const value = this.bounded(type, scope);
        put(`${this.bind(scope, type)} = ${value}`);
      },
      () => {
        const type = random.pick(VALUE_TYPES);
        const name = this.name(scope, type);
        if (name !== undefined) put(`${name} = ${this.bounded(type, scope)}`);
      },
      () => {
        const name = this.name(scope, 'int');
        if (name !== undefined)
          put(`${name} ${random.pick(['+=', '-=', '//=', '%=', '^=', '|=', '&='])} ${e('int')} % 1009`);
      },
      () => this.mutate(scope, put),
      () => this.mutate(scope, put),
      () => {
        const value = this.once(6) ? e('ints') : `${e('ints')} or [9]`;
        const [first, rest] = [this.bind(scope, 'int'), this.bind(scope, 'ints')];
        put(`${first}, *${rest} = ${value}`);
      },
      () => {
        const [left, right] = [this.name(scope, 'int'), this.name(scope, 'int')];
        if (left !== undefined) put(`${left}, ${right} = ${right}, ${left}`);
      },
      () => put(`assert ${this.once(8) ? e('bool') : `${e('bool')} or True`}, ${e('str')}`),
      () => put(`print(${e(random.pick(VALUE_TYPES))}, ${e('int')}, sep=${random.pick(["'-'", "''", "', '"])})`),
    ];
    const compound: (() => void)[] = [
      () => this.conditional(scope, indent, objects, put),
      () => this.conditional(scope, indent, objects, put),
      () => this.forLoop(scope, indent, objects, put),
      () => this.forLoop(scope, indent, objects, put),
      () => this.whileLoop(scope, indent, objects, put),
      () => this.tryStatement(scope, indent, objects, put),
      () => this.matchStatement(scope, indent, objects, put),
      () => this.functionDefinition(scope, put),
      () => this.generatorFunction(scope, put),
    ];
    if (objects && this.once(3)) this.objectStatement(scope, indent, objects, put);
    else if (!deep && this.once(3)) random.pick(compound)();
    else random.pick(simple)();
  }

  private mutate(scope: Scope, put: (line: string) => void): void {
    const { random } = this;
    const e = (type: ValueType): string => this.expression(type, scope, 1);
    const ints = this.name(scope, 'ints');
    const dict = this.name(scope, 'dict');
    const set = this.name(scope, 'set');
    const choices: string[] = [];
    if (ints !== undefined) {
      choices.push(
        `${ints}.append(${e('int')})`,
        `${ints}.insert(${e('int')}, ${e('int')})`,
        `if ${ints}: ${ints}.pop(${random.pick(['', '0', '-1', '-1', ''])})`,
        `${ints}.${random.pick(['sort()', 'reverse()', 'sort(reverse=True)', 'clear()', 'copy()'])}`,
        `if len(${ints}) > 1: ${ints}[${random.pick(['0', '-1', '1', e('int')])}] = ${e('int')}`,
        `${ints}[${random.pick(['0', '1'])}:${random.pick(['2', '-1'])}] = ${e('ints')}[:4]`,
        `del ${ints}[${random.pick(['::2', ':1', '1:', '-1:'])}]`,
        `${ints}.extend(${e('ints')}[:3])`,
      );
    }
    if (dict !== undefined) {
      choices.push(
        `${dict}[${e('str')}] = ${e('int')} % 997`,
        `${dict}.setdefault(${e('str')}, ${e('int')} % 97)`,
        `${dict}.pop(${e('str')}, None)`,
        `${dict}.update(${e('dict')})`,
        `if ${dict}: ${dict}.popitem()`,
        `for k in list(${dict})[:2]: ${dict}[k] += 1`,
      );
    }
    if (set !== undefined) {
      choices.push(`${set}.add(${e('int')})`, `${set}.discard(${e('int')})`, `${set} |= ${e('set')}`);
    }
    if (ints !== undefined && this.once(20)) choices.push(`${ints}.remove(${e('int')})`, `${ints}.pop(${e('int')})`);
    if (dict !== undefined && this.once(20)) choices.push(`del ${dict}[${e('str')}]`, `${dict}.pop(${e('str')})`);
    if (choices.length > 0) put(random.pick(choices));
  }

  private conditional(scope: Scope, indent: string, objects: boolean, put: (line: string) => void): void {
    put(`if ${this.expression('bool', scope, 2)}:`);
    this.inner(scope, indent, objects, false);
    while (this.once(3)) {
      put(`elif ${this.expression('bool', scope, 2)}:`);
      this.inner(scope, indent, objects, false);
    }
    if (this.once(2)) {
      put('else:');
      this.inner(scope, indent, objects, false);
    }
  }

  private forLoop(scope: Scope, indent: string, objects: boolean, put: (line: string) => void): void {
    const { random } = this;
    const e = (type: ValueType): string => this.expression(type, scope, 1);
    const [i, x] = [`i${this.fresh++}`, `x${this.fresh++}`];
    const heads: [string, [ValueType, string][]][] = [
      [`for ${i} in range(${1 + random.integer(5)}):`, [['int', i]]],
      [`for ${x} in ${e('ints')}[:6]:`, [['int', x]]],
      [`for ${x} in ${e('str')}[:6]:`, [['str', x]]],
      [
        `for ${i}, ${x} in enumerate(${e('strs')}[:6]):`,
        [
          ['int', i],
          ['str', x],
        ],
      ],
      [
        `for ${x}, ${i} in list(${e('dict')}.items())[:6]:`,
        [
          ['str', x],
          ['int', i],
        ],
      ],
      [
        `for ${i}, ${x} in zip(${e('ints')}[:6], ${e('str')}):`,
        [
          ['int', i],
          ['str', x],
        ],
      ],
      [`for ${x} in sorted(${e('set')})[:6]:`, [['int', x]]],
    ];
    const [head, bindings] = random.pick(heads);
    put(head);
    this.inner(scope, indent, objects, true, bindings);
    if (this.once(4)) put(`    if ${this.expression('bool', scope, 1)}: ${random.pick(['break', 'continue'])}`);
    if (this.once(6)) {
      put('else:');
      this.inner(scope, indent, objects, false);
    }
  }

  private whileLoop(scope: Scope, indent: string, objects: boolean, put: (line: string) => void): void {
    const counter = `n${this.fresh++}`;
    put(`${counter} = ${2 + this.random.integer(5)}`);
    put(`while ${counter} > 0 and ${this.expression('bool', scope, 1)}:`);
    put(`    ${counter} -= 1`);
    this.inner(scope, indent, objects, true, [['int', counter]]);
  }

  private tryStatement(scope: Scope, indent: string, objects: boolean, put: (line: string) => void): void {
    const { random } = this;
    const text = this.bind(scope, 'str');
    put(`${text} = ''`);
    put('try:');
    this.inner(scope, indent, objects, false);
    if (this.once(3)) {
      put(
        `    raise ${random.pick(['ValueError', 'KeyError', 'TypeError', 'RuntimeError'])}(${this.expression('str', scope, 1)})`,
      );
    }
    const error = `e${this.fresh++}`;
    const caught = random.pick([
      'Exception',
      'ValueError',
      '(KeyError, IndexError)',
      'ZeroDivisionError',
      'LookupError',
      'TypeError',
    ]);
    put(`except ${caught} as ${error}:`);
    put(
      `    ${text} = ${random.pick([`str(${error})`, `repr(${error})`, `type(${error}).__name__`, `f'{${error}}'`])}`,
    );
    if (this.once(8))
      put(`    raise ${random.pick(['', `RuntimeError('again')`, `ValueError('from') from ${error}`])}`);
    if (this.once(3)) {
      put('else:');
      put(`    ${text} = 'none'`);
    } else if (this.once(4)) {
      put('finally:');
      put(`    ${text} = ${this.literal('str')}`);
    }
  }

  private matchStatement(scope: Scope, indent: string, objects: boolean, put: (line: string) => void): void {
    const { random } = this;
    put(`match ${this.expression(random.pick(VALUE_TYPES), scope, 1)}:`);
    const capture = `m${this.fresh++}`;
    const patterns = [
      '0 | 1',
      "'a' | 'abc'",
      `[${capture}, *_]`,
      `(_, str() as ${capture})`,
      `int(${capture})`,
      '[]',
      `{'a': ${capture}}`,
      `str() as ${capture}`,
      'True | False',
      'float()',
    ];
    for (let count = 1 + random.integer(3); count > 0; count--) {
      put(`    case ${random.pick(patterns)}${this.once(4) ? ` if ${this.expression('bool', scope, 1)}` : ''}:`);
      this.inner(scope, `${indent}    `, objects, false);
    }
    put('    case _:');
    put('        pass');
  }

  private functionDefinition(scope: Scope, put: (line: string) => void): void {
    const { random } = this;
    const name = `g${this.fresh++}`;
    const inner = { ...newScope(), functions: [...scope.functions] };
    inner.names.int = ['n', 'k', ...scope.names.int];
    const recursive = this.once(3);
    const captured = this.name(scope, 'int');
    put(`def ${name}(n, *rest, k=${this.literal('int')}, **named):`);
    if (captured?.startsWith('v') && this.once(2)) {
      put(`    nonlocal ${captured}`);
      put(`    ${captured} = (${captured} + n) % 97`);
    }
    if (recursive)
      put(`    if n > 0: return ${name}(n - 1) ${random.pick(['+', '-', '*'])} ${random.pick(['n', 'k', '2'])}`);
    put(`    return ${this.expression('int', inner, 2)}`);
    scope.functions.push(name);
  }

  private generatorFunction(scope: Scope, put: (line: string) => void): void {
    const name = `y${this.fresh++}`;
    put(`def ${name}(n):`);
    put('    try:');
    put(
      `        for i in range(n % 5): yield i ${this.random.pick(['+', '*', '-'])} ${this.expression('int', scope, 1)}`,
    );
    put('    finally:');
    put(`        yield -1`);
    put(`    return 7`);
    const result = this.bind(scope, 'ints');
    put(
      `${result} = ${this.random.pick([`list(${name}(4))`, `[x for x in ${name}(3) if x]`, `sorted(${name}(2), reverse=True)`])}`,
    );
  }

  private objectStatement(scope: Scope, indent: string, objects: boolean, put: (line: string) => void): void {
    const { random } = this;
    const e = (type: ValueType): string => this.expression(type, scope, 1);
    const point = (): string =>
      random.pick([
        `Point(${e('int')})`,
        `Point(${e('int')}, y=${e('int')})`,
        `Loud(${e('int')}, ${e('int')})`,
        `Point.make(${e('int')})`,
      ]);
    const set = (type: ValueType, value: string): void => put(`${this.bind(scope, type)} = ${value}`);
    random.pick([
      () => set('str', `repr(${point()} + ${point()})`),
      () => set('int', `${point()}.${random.pick(['size', 'x', 'y', 'total', 'z'])}`),
      () => set('bool', `${point()} ${random.pick(['==', '<', '!=', '>'])} ${point()}`),
      () => set('int', `len(${point()})`),
      () => set('int', `Loud(2)(${e('int')})`),
      () => set('str', `str(sorted([${point()}, ${point()}, ${point()}]))`),
      () => {
        put(`with Loud(${e('int')}) as w${this.fresh++}:`);
        this.inner(scope, indent, objects, false);
      },
      () => {
        const sum = this.bind(scope, 'int');
        put(`${sum} = 0`);
        put(`match ${point()}:`);
        put(`    case Loud(x, y): ${sum} = x + y`);
        put(`    case Point(x=${random.integer(4)}) | Point(y=0): pass`);
      },
    ])();
  }
}
