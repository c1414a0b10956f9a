import type { RandomStream } from '../../../rng.ts';

/** Kinds of values that generated programs compute with. */
export type ValueType = 'int' | 'float' | 'str' | 'bool' | 'ints' | 'strs' | 'dict' | 'set' | 'tuple';
export const VALUE_TYPES: readonly ValueType[] = [
  'int',
  'float',
  'str',
  'bool',
  'ints',
  'strs',
  'dict',
  'set',
  'tuple',
];

/** What can be used at a place of the program. */
export interface Scope {
  /** Names bound here, by the type of their values. */
  names: Record<ValueType, string[]>;
  /** Functions of one int that return an int. */
  functions: string[];
  /** Inside a loop values must not grow from turn to turn. */
  loops: number;
}

export function newScope(): Scope {
  const names = Object.fromEntries(VALUE_TYPES.map((type) => [type, [] as string[]])) as Scope['names'];
  return { names, functions: [], loops: 0 };
}

/** One in so many expressions has the wrong type, to provoke errors. */
const WRONG_TYPE = 500;
/** One in so many indexings and searches is not guarded against failing. */
const RISK = 10;

const WORDS = [
  '',
  'a',
  'b',
  'abc',
  'Hello',
  'x y z',
  ' pad ',
  '42',
  '-7',
  'aXbX',
  'é',
  "it's",
  'tab\\t',
  'line\\n',
  'AbC9',
  '3.5',
];
const SPECIFICATIONS = [
  '',
  ':>6',
  ':<5',
  ':^7',
  ':05',
  ':+',
  ':,',
  ':x',
  ':b',
  ':.2f',
  ':08.3f',
  ':e',
  ':%',
  ':_',
  ':*^9',
  '!r',
  '!s:>8',
  '!a',
  '=',
  ':g',
  ':#x',
  ':.3',
  ':n',
];

/** Writes random expressions. Every choice comes from `random`, so equal streams give equal programs. */
export class ExpressionWriter {
  constructor(readonly random: RandomStream) {}

  /** True once in `times`. */
  once(times: number): boolean {
    return this.random.integer(times) === 0;
  }

  /** A name of this type, when there is one. */
  name(scope: Scope, type: ValueType): string | undefined {
    const names = scope.names[type];
    return names.length === 0 ? undefined : this.random.pick(names);
  }

  expression(type: ValueType, scope: Scope, depth: number): string {
    if (this.once(WRONG_TYPE)) return this.of(this.random.pick(VALUE_TYPES), scope, depth);
    return this.of(type, scope, depth);
  }

  private of(type: ValueType, scope: Scope, depth: number): string {
    if (depth <= 0 || this.once(5)) return (!this.once(3) && this.name(scope, type)) || this.literal(type);
    const e = (inner: ValueType): string => this.expression(inner, scope, depth - 1);
    if (this.once(14)) return `(${e(type)} if ${e('bool')} else ${e(type)})`;
    if (this.once(30)) return `(${this.random.pick(['v', 'w'])} := ${e(type)})`;
    if (this.once(40)) return `(lambda p, *q, k=${e(type)}: k)(${e('int')})`;
    return this.random.pick(this.forms(type, e, scope))();
  }

  literal(type: ValueType): string {
    const { random } = this;
    const int = (): string =>
      String(random.pick([0, 1, 2, 3, 5, 7, 10, -1, -2, 17, 100, 255, -13, 2 ** 31, 2 ** 53, 10 ** 18]));
    const word = (): string => `'${random.pick(WORDS).replaceAll("'", "\\'")}'`;
    const some = (item: () => string): string => Array.from({ length: random.integer(5) }, item).join(', ');
    switch (type) {
      case 'int':
        return int();
      case 'float':
        return random.pick([
          '0.0',
          '1.5',
          '-2.25',
          '3.14159',
          '1e10',
          '0.1',
          '100.0',
          '-0.5',
          '2.675',
          '1e-7',
          '12345.678',
        ]);
      case 'str':
        return word();
      case 'bool':
        return random.pick(['True', 'False']);
      case 'ints':
        return `[${some(int)}]`;
      case 'strs':
        return `[${some(word)}]`;
      case 'dict':
        return `{${some(() => `${word()}: ${int()}`)}}`;
      case 'set':
        return this.once(4) ? 'set()' : `{${int()}, ${int()}, ${random.integer(9)}}`;
      case 'tuple':
        return `(${int()}, ${word()})`;
      default:
        return type satisfies never;
    }
  }

  private forms(type: ValueType, e: (type: ValueType) => string, scope: Scope): (() => string)[] {
    const { random } = this;
    /** Mostly the safe text, now and then the one that may raise. */
    const risk = (safe: string, risky: string): string => (this.once(RISK) ? risky : safe);
    const small = (): string => `(${e('int')} % ${random.pick([3, 4, 5])})`;
    const op = (...operators: string[]): string => random.pick(operators);
    const slice = (): string =>
      random.pick([
        `[${e('int')}:]`,
        `[:${e('int')}]`,
        `[${small()}:${e('int')}]`,
        '[::-1]',
        '[::2]',
        `[-3:${e('int')}:${op('1', '2', '-1')}]`,
      ]);
    const field = (): string => {
      const inner = random.pick<ValueType>(['int', 'int', 'float', 'str', 'ints', 'tuple', 'bool']);
      const name =
        this.name(scope, inner) ??
        this.literal(inner)
          .replace(/^['"].*/s, 'str(12)')
          .replace(/[\\'"{}]/g, '');
      return `{${name}${random.pick(SPECIFICATIONS)}}`;
    };
    const call = scope.functions.length > 0 ? [(): string => `${random.pick(scope.functions)}(${small()})`] : [];
    switch (type) {
      case 'int':
        return [
          () => `(${e('int')} ${op('&', '|', '^')} ${e('int')})`,
          () => `(${e('int')} ${op('//', '%')} ${risk(`(${e('int')} or 3)`, e('int'))})`,
          () => `(${e('int')} ${op('+', '-', '*')} ${e('int')})`,
          () => `(${e('int')} ${op('<<', '>>', '**')} ${risk(small(), e(op('bool', 'bool', 'bool') as ValueType))})`,
          () => `${op('-', '~', '+')}${e('int')}`,
          () => `len(${e(op('ints', 'strs', 'str', 'dict', 'set', 'tuple') as ValueType)})`,
          () => risk(`sum(${e('ints')})`, `${op('max', 'min')}(${e('ints')})`),
          () => `${op('max', 'min')}(${e('int')}, ${e('int')})`,
          () => `max(${e('ints')}, key=lambda n: ${op('-n', 'n % 5', 'abs(n)')}, default=0)`,
          () => `abs(${e('int')})`,
          () => `int(${risk(e(op('float', 'bool') as ValueType), e('str'))})`,
          () => `ord(${risk(`(${e('str')} or 'q')[-1]`, `${e('str')}[${small()}]`)})`,
          () => `${e('str')}.${risk(op('find', 'count', 'rfind'), 'index')}(${e('str')})`,
          () => risk(`(${e('ints')} or [4])[${op('0', '-1')}]`, `${e('ints')}[${e('int')}]`),
          () => `${e('ints')}.${risk('count', 'index')}(${e('int')})`,
          () => `${e('dict')}.get(${e('str')}, ${e('int')})`,
          () => risk(`sum(${e('dict')}.values())`, `${e('dict')}[${e('str')}]`),
          () => `round(${e('float')})`,
          () => `pow(${e('int')}, ${small()}, ${op('7', '13', '1000')})`,
          () => `divmod(${e('int')}, ${risk(`(${e('int')} or -4)`, e('int'))})[${op('0', '1')}]`,
          () => `sum(n * n for n in ${e('ints')} if ${e('bool')})`,
          () => `next((n for n in ${e('ints')} if n > ${e('int')}), ${e('int')})`,
          () => `(${e('int')}).bit_length()`,
          () => `(${e('bool')} + ${e('int')})`,
          () => `len(range(${small()}, ${e('int')} % 1000, ${op('1', '2', '-3')}))`,
          ...call,
          ...call,
        ];
      case 'float':
        return [
          () => `(${e('int')} / ${risk(`(${e('int')} or 7)`, e('int'))})`,
          () => `(${e('float')} ${op('+', '-', '*')} ${e(op('float', 'int') as ValueType)})`,
          () => `(${e('float')} ${op('/', '//', '%')} ${risk(`(${e('float')} or 2.5)`, e('float'))})`,
          () => `round(${e('float')}, ${small()})`,
          () => `float(${risk(e('int'), e('str'))})`,
          () => `abs(${e('float')})`,
          () => `(abs(${e('float')}) ** ${op('0.5', '2', '0')})`,
          () => `sum([${e('float')}, ${e('int')}])`,
          () => `math.${op('floor', 'ceil', 'fabs', 'trunc')}(${e('float')})`,
          () => `math.sqrt(${risk(`abs(${e('float')})`, e('float'))})`,
        ];
      case 'str':
        return [
          () => `(${e('str')} + ${e('str')})`,
          () => `(${e('str')} * ${small()})`,
          () => `${e('str')}${slice()}`,
          () => risk(`(${e('str')} or 'z')[${op('0', '-1')}]`, `${e('str')}[${e('int')}]`),
          () =>
            `${e('str')}.${op('upper', 'lower', 'title', 'strip', 'capitalize', 'swapcase', 'lstrip', 'casefold')}()`,
          () => `${e('str')}.replace(${e('str')}, ${e('str')})`,
          () => `${e('str')}.${op('center', 'ljust', 'rjust')}(${small()} + 4, ${op("'*'", "'-'")})`,
          () => `${e('str')}.zfill(${small()} + 3)`,
          () => `${e('str')}.join(${e('strs')})`,
          () => `''.join(sorted(${e('str')}))`,
          () =>
            `''.join(${op('c', 'c.upper()', 'c * 2')} for c in ${e('str')} if c ${op('!=', '>', 'not in')} ${e('str')})`,
          () => `str(${e(random.pick(VALUE_TYPES))})`,
          () => `repr(${e(random.pick(VALUE_TYPES))})`,
          () => `chr(97 + ${e('int')} % 26)`,
          () => `f'${field()}-${field()}'`,
          () => `'%${op('d', 's', '5d', '05d', 'x', 'r', '-6s', '.2f')}' % ${e(op('int', 'float') as ValueType)}`,
          () => `'{} {${op(':>4', ':<6', '!r', '')}}'.format(${e('int')}, ${e('str')})`,
          () => `${op('bin', 'hex', 'oct')}(${e('int')})`,
          () => `${e('str')}.${op('partition', 'rpartition')}(${e('str')})[${op('0', '1', '2')}]`,
          () => `type(${e(random.pick(VALUE_TYPES))}).__name__`,
        ];
      case 'bool':
        return [
          () => `(${e('int')} ${op('<', '<=', '>', '>=', '==', '!=')} ${e('int')})`,
          () => `(${e('int')} < ${e('int')} <= ${e(op('int', 'float') as ValueType)})`,
          () => `(${e('int')} ${op('in', 'not in')} ${e(op('ints', 'set') as ValueType)})`,
          () => `(${e('str')} ${op('in', 'not in')} ${e(op('str', 'strs', 'dict') as ValueType)})`,
          () => `(${e('bool')} ${op('and', 'or')} ${e('bool')})`,
          () => `(not ${e(random.pick(VALUE_TYPES))})`,
          () => `isinstance(${e(random.pick(VALUE_TYPES))}, ${op('int', 'str', '(int, float)', 'bool', 'list')})`,
          () => `${op('any', 'all')}(n ${op('>', '<', '==')} ${e('int')} for n in ${e('ints')})`,
          () =>
            `${e('str')}.${op('isdigit', 'isalpha', 'isupper', 'islower', 'isalnum', 'isspace', 'istitle', 'isidentifier')}()`,
          () => `${e('str')}.${op('startswith', 'endswith')}(${e('str')})`,
          () =>
            `(${e(op('str', 'ints', 'tuple', 'float') as ValueType)} == ${e(op('str', 'ints', 'tuple', 'int') as ValueType)})`,
          () => {
            const type = op('str', 'ints', 'float', 'strs') as ValueType;
            return `(${e(type)} ${op('<', '>=')} ${e(risk(type, 'tuple') as ValueType)})`;
          },
          () => `bool(${e(random.pick(VALUE_TYPES))})`,
          () => `(${e('set')} ${op('<=', '<', '==', '>')} ${e('set')})`,
          () => `(${e('int')} is ${op('None', 'not None')})`,
        ];
      case 'ints':
        return [
          () => `[${e('int')}, ${e('int')}]`,
          () => `list(range(${small()}))`,
          () => `list(range(${e('int')} % 7, ${small()}, ${op('1', '-1', '2')}))`,
          () => `[n ${op('+', '*', '-', '//', '%')} ${e('int')} for n in ${e('ints')}]`,
          () => `[i * j for i in range(${small()}) for j in ${e('ints')} if ${e('bool')}]`,
          () => `${e('ints')}${slice()}`,
          () =>
            `sorted(${e(op('ints', 'set') as ValueType)}${op('', ', reverse=True', ', key=lambda n: -n', ', key=lambda n: (n % 3, n)')})`,
          () => `(${e('ints')} + ${e('ints')})`,
          () => `(${e('ints')} * ${small()})`,
          () => `list(map(lambda n: n ${op('+', '*', '%')} ${op('2', '3')}, ${e('ints')}))`,
          () => `[*${e('ints')}, *${e('ints')}]`,
          () => `list(${e('dict')}.values())`,
          () => `list(reversed(${e('ints')}))`,
          () => `list(filter(None, ${e('ints')}))`,
          () => `[a + b for a, b in zip(${e('ints')}, ${e('ints')})]`,
          () => `[i for i, n in enumerate(${e('ints')}, ${small()}) if n]`,
          () => `list(divmod(${e('int')}, ${risk(`(${e('int')} or 6)`, e('int'))}))`,
          () => `[int(c) for c in ${e('str')} if c.isdigit()]`,
        ];
      case 'strs':
        return [
          () => `${e('str')}.split(${op('', "' '", "'X'", 'None, 1')})`,
          () => `list(${e('str')})`,
          () => `[s${op('.upper()', '[::-1]', '[:2]', ' + "!"')} for s in ${e('strs')}]`,
          () =>
            `sorted(${e(op('strs', 'dict', 'str') as ValueType)}${op('', ', key=len', ', reverse=True', ', key=str.lower')})`,
          () => `list(${e('dict')})`,
          () => `(${e('strs')} + ${e('strs')})`,
          () => `${e('strs')}${slice()}`,
          () => `[str(n) for n in ${e('ints')}]`,
          () => `${e('str')}.splitlines()`,
        ];
      case 'dict':
        return [
          () => `{s: len(s) for s in ${e('strs')}}`,
          () => `{str(n): n for n in ${e('ints')} if ${e('bool')}}`,
          () => `dict(zip(${e('strs')}, ${e('ints')}))`,
          () => `{**${e('dict')}, ${e('str')}: ${e('int')}}`,
          () => `(${e('dict')} | ${e('dict')})`,
          () => `{k: v + 1 for k, v in ${e('dict')}.items()}`,
          () => `dict(sorted(${e('dict')}.items()${op('', ', key=lambda kv: -kv[1]')}))`,
          () => `dict.fromkeys(${e('strs')}, ${e('int')})`,
          () => `dict(a=${e('int')}, b=${e('int')})`,
          () => `dict(Counter(${e('str')}))`,
        ];
      case 'set':
        return [
          () => `set(${e('ints')})`,
          () => `(${e('set')} ${op('|', '&', '-', '^')} ${e('set')})`,
          () => `{n % ${op('3', '5', '7')} for n in ${e('ints')}}`,
          () => `{${e('int')}, ${e('int')}, *${e('ints')}}`,
          () => `${e('set')}.${op('union', 'intersection', 'difference', 'symmetric_difference')}(${e('ints')})`,
        ];
      case 'tuple':
        return [
          () => `(${e('int')}, ${e('str')})`,
          () => `tuple(${e(op('ints', 'strs', 'str') as ValueType)})`,
          () => `(${e('tuple')} + (${e('int')},))`,
          () => `${e('tuple')}${slice()}`,
          () => `max(enumerate(${risk(`(${e('ints')} or [1])`, e('ints'))}), key=lambda p: p[1])`,
          () => `(*${e('ints')}, ${e('str')})`,
        ];
      default:
        return type satisfies never;
    }
  }
}
