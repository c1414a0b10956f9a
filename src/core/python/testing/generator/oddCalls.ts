import { Purpose, RandomStream } from '../../../rng.ts';
import { CALL_PREAMBLE, type Callable, type CallCatalogue, RECEIVERS } from './callCatalogue.ts';
import type { GeneratedProgram } from './programs.ts';

const NUMBERS = [
  '0',
  '1',
  '2',
  '3',
  '-1',
  '-2',
  '5',
  '12',
  '255',
  '10**20',
  '-2**63',
  '2**63',
  '1.5',
  '-0.0',
  '2.0',
  '1e16',
  '0.1',
  '1e308',
  "float('inf')",
  "float('nan')",
  'True',
  'False',
  '2j',
  'Fraction(1, 3)',
  "Decimal('2.5')",
  'Index()',
  'MyInt(3)',
  'Level.LOW',
];

const TEXTS = [
  "''",
  "'a'",
  "'b'",
  "'abc'",
  "'ab ab'",
  "' x\\n'",
  "'12'",
  "'-1.5'",
  "'é'",
  "'ß'",
  "'😀'",
  "'%s'",
  "'{}'",
  "'x'",
  "'>5'",
  "'(a)|b'",
  "'utf-8'",
  "'strict'",
  "'__len__'",
  "'nan'",
  "MyStr('a')",
  "b''",
  "b'a'",
  "b'\\xff'",
  "bytearray(b'ab')",
];

const CONTAINERS = [
  '[]',
  '[1, 2, 3]',
  '[3, 1, 2]',
  "['b', 'a']",
  "[1, 'a']",
  '[[1, 2], [3, 4]]',
  "[('a', 1), ('b', 2)]",
  '[None]',
  '[1.5, 2]',
  '()',
  '(1,)',
  '(1, 2)',
  "('a', 'b')",
  '{}',
  "{'a': 1}",
  '{1: 2, 3: 4}',
  'set()',
  '{1, 2}',
  "{'a'}",
  'frozenset({1})',
  'range(3)',
  'range(5, 0, -2)',
  'iter([1, 2])',
  'gen()',
  "zip('ab', [1, 2])",
  'map(one, [1, 2])',
  "Counter('aab')",
  'OrderedDict(a=1)',
  'defaultdict(int)',
  'deque([1, 2])',
  "ChainMap({'a': 1})",
  'Pair(1, 2)',
  "{'a': 1}.keys()",
  '{1: 2}.items()',
  'MyList([1, 2])',
  'MyDict(a=1)',
];

const OTHERS = [
  'None',
  'Ellipsis',
  'NotImplemented',
  'slice(1, 2)',
  'slice(None, None, -1)',
  'len',
  'one',
  'two',
  'less',
  'lambda: 1',
  'lambda *a: a',
  'str.upper',
  'int',
  'str',
  'float',
  'list',
  'dict',
  'tuple',
  'type',
  'object',
  'bool',
  'P',
  'P(1)',
  'P(1, 2)',
  'Plain',
  'Plain()',
  'object()',
  'ValueError',
  "ValueError('e', 2)",
  'Color',
  'Color.RED',
  'Data(1)',
  'Key(2)',
  'list[int]',
  'typing.Any',
  'int | str',
  "re.compile('a')",
  'P(3).go',
  'math',
  'operator.add',
];

const BINARY = ['+', '-', '*', '/', '//', '%', '**', '@', '<<', '>>', '&', '|', '^', '<', '<=', '==', '!=', 'in', 'is'];
const UNARY = ['-', '+', '~', 'not ', '*'];
const IN_PLACE = ['+=', '-=', '*=', '|=', '&=', '^=', '//=', '%=', '**=', '<<='];
const SPECS = [
  '',
  '>8',
  '^7',
  '<4',
  '05',
  '+',
  ',',
  '_',
  '.2f',
  '.3',
  'e',
  'g',
  'n',
  '%',
  'x',
  '#b',
  'o',
  'c',
  'd',
  's',
];
const MORE_SPECS = [
  '*^9',
  '=+7',
  '#x',
  '08.3f',
  '.0f',
  '-5d',
  '{}',
  'q',
  '10.4s',
  ' d',
  '_b',
  ',.2f',
  '.',
  '1000',
  'r',
];
const PERCENTS = ['%s', '%r', '%a', '%d', '%5d', '%-5d|', '%05d', '%x', '%#o', '%.2f', '%e', '%g', '%c', '%%', '%i%s'];
const MORE_PERCENTS = ['%(a)s', '%*d', '%.3s', '%+d', '% d', '%u', '%z', '%', '%5%', '%s %s', '%(a)d %(b)s', '%.*f'];

/** Built-in functions that show more of a value than its `repr`. */
const LOOKS = ['list', 'str', 'len', 'type', 'bool', 'hash', 'sorted', 'tuple', 'iter', 'callable', 'next', 'dict'];

/** The odd call of this number: any callable of the catalogue, or an operator, on values that seldom suit it. */
export function oddCall(catalogue: CallCatalogue, seed: number, number: number): GeneratedProgram {
  const random = new RandomStream({ seed, purpose: Purpose.lab, step: 1, item: number });
  return new CallWriter(catalogue, random).program();
}

class CallWriter {
  constructor(
    private readonly catalogue: CallCatalogue,
    private readonly random: RandomStream,
  ) {}

  program(): GeneratedProgram {
    const { random } = this;
    const receiver = random.pick(this.catalogue.methods);
    const value = random.integer(4) === 0 ? this.value() : receiver.value;
    const kind = random.integer(20);
    let lines: string[];
    if (kind < 8) lines = this.methodCall(receiver.members);
    else if (kind < 11) lines = [`r = ${this.callOf(random.pick(this.catalogue.builtins), '')}`];
    else if (kind < 16) {
      const module = random.pick(this.catalogue.modules);
      lines = [`r = ${this.callOf(random.pick(module.members), `${module.name}.`)}`];
    } else if (kind < 18) lines = [this.operation()];
    else lines = [this.formatted()];
    if (random.integer(3) === 0) lines.push(`r = ${this.look('r')}`);
    return {
      code: `${CALL_PREAMBLE}\ndef f(v):\n${lines.map((line) => `    ${line}\n`).join('')}    return r, v\n`,
      call: `f(${kind < 8 ? receiver.value : value})`,
    };
  }

  private methodCall(members: readonly Callable[]): string[] {
    const { random } = this;
    const plain = members.filter((member) => !member.name.startsWith('_'));
    const member = random.pick(plain.length > 0 && random.integer(4) > 0 ? plain : members);
    if (random.integer(12) === 0) return [`r = v.${member.name}`];
    return [`r = ${this.callOf(member, 'v.')}`];
  }

  private callOf(callable: Callable, prefix: string): string {
    const { random } = this;
    const name = prefix + callable.name;
    if (random.integer(40) === 0) return name;
    const odd = random.integer(8) === 0;
    const count = odd
      ? random.integer(5)
      : callable.least + random.integer(Math.max(1, Math.min(4, callable.most) - callable.least + 1));
    const given = Array.from({ length: count }, () => this.value());
    if (random.integer(25) === 0) given.push(`*${random.pick(CONTAINERS)}`);
    const named = callable.parameters.length === 0 ? random.integer(16) === 0 : random.integer(5) === 0;
    if (named) {
      const names = random.integer(6) === 0 ? ['nope', 'key', 'x', 'default'] : callable.parameters;
      given.push(`${names.length === 0 ? 'key' : random.pick(names)}=${this.value()}`);
    }
    return `${name}(${given.join(', ')})`;
  }

  private value(): string {
    const { random } = this;
    switch (random.integer(10)) {
      case 0:
      case 1:
      case 2:
        return random.pick(NUMBERS);
      case 3:
      case 4:
        return random.pick(TEXTS);
      case 5:
      case 6:
      case 7:
        return random.pick(CONTAINERS);
      case 8:
        return random.pick(RECEIVERS);
      default:
        return random.pick(OTHERS);
    }
  }

  private operation(): string {
    const { random } = this;
    const other = this.value();
    switch (random.integer(8)) {
      case 0:
        return `r = v[${other}]`;
      case 1:
        return `r = v[${this.value()}:${other}]`;
      case 2:
        return `r = [${random.pick(UNARY)}v]`;
      case 3:
        return `v ${random.pick(IN_PLACE)} ${other}; r = 0`;
      case 4:
        return random.pick([
          `v[${other}] = ${this.value()}; r = 0`,
          `del v[${other}]; r = 0`,
          `v[:1] = ${other}; r = 0`,
        ]);
      default:
        return `r = v ${random.pick(BINARY)} (${other})`;
    }
  }

  private formatted(): string {
    const { random } = this;
    switch (random.integer(3)) {
      case 0:
        return `r = format(v, ${JSON.stringify(random.pick(random.integer(2) === 0 ? SPECS : MORE_SPECS))})`;
      case 1: {
        const percent = random.pick(random.integer(2) === 0 ? PERCENTS : MORE_PERCENTS);
        return `r = ${JSON.stringify(percent)} % ${random.pick(['v', 'v', '(v,)', '(v, 1)', "{'a': v, 'b': 2}"])}`;
      }
      default: {
        const field = random.pick([
          '{}',
          '{0}',
          '{!r}',
          '{0:>6}',
          '{0.x}',
          '{0[1]}',
          '{0[a]}',
          '{1}',
          '{a}',
          '{:{}}',
          '{!a}',
        ]);
        return `r = ${JSON.stringify(field)}.format(v, ${this.value()})`;
      }
    }
  }

  private look(name: string): string {
    const { random } = this;
    switch (random.integer(6)) {
      case 0:
        return `${name} ${random.pick(BINARY)} ${name}`;
      case 1:
        return `${name}[${random.pick(['0', '-1', '1:', '::-1', "'a'"])}]`;
      case 2:
        return `[x for x, _ in zip(${name}, range(5))]`;
      default:
        return `${random.pick(LOOKS)}(${name})`;
    }
  }
}
