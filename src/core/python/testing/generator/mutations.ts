import { Purpose, RandomStream } from '../../../rng.ts';
import { generateProgram } from './programs.ts';

const TOKENS = /[A-Za-z_]\w*|\d+(?:\.\d+)?|'[^'\n]*'|"[^"\n]*"|\n[ ]*|[^\s\w]|[ ]+/g;
const FRAGMENTS = [
  ...'()[]{}:,.;=@#\\\'"`$?!~^&|%*/<>+-\t\n \u0000é😀',
  ...[
    '**',
    '//',
    ':=',
    '->',
    '==',
    '!=',
    '...',
    '0',
    '1',
    '1e309',
    '10**9',
    '-1',
    '0x',
    '1_',
    "''",
    'f"{',
    '}"',
    '"""',
  ],
  ...[
    'x',
    'p0',
    'None',
    'True',
    'self',
    '__class__',
    '__init__',
    '__dict__',
    '__globals__',
    'constructor',
    '__proto__',
  ],
  ...[
    'if ',
    'else:',
    'for ',
    ' in ',
    'while True:',
    'return ',
    'yield ',
    'lambda ',
    'not ',
    'import os',
    'def ',
    'class ',
  ],
  ...[
    'try:',
    'except:',
    'finally:',
    'raise ',
    'with ',
    'match ',
    'case ',
    'global x',
    'nonlocal x',
    'async ',
    'await ',
    'del ',
  ],
  ...['print', 'exec', 'eval', 'open', 'range(10**9)', 'list', 'sorted', 'str', 'int', 'f(', '[0]*10**9', "'a'*10**9"],
  ...['\n    ', '\n        ', '    ', '[::-1]', '%s', '{!r:>9999999}', '\\N{BULLET}', '\\x', '\\ud800'],
];

/** A program with one to three tokens dropped, put in, replaced, swapped or doubled. */
export function mutateProgram(seed: number, number: number): string {
  const random = new RandomStream({ seed, purpose: Purpose.lab, step: 1, item: number });
  const tokens = generateProgram(seed, number).code.match(TOKENS) ?? [];
  for (let count = 1 + random.integer(3); count > 0; count--) {
    const at = random.integer(tokens.length);
    const other = random.integer(tokens.length);
    switch (random.integer(5)) {
      case 0:
        tokens.splice(at, 1);
        break;
      case 1:
        tokens.splice(at, 0, random.pick(FRAGMENTS));
        break;
      case 2:
        tokens[at] = random.pick(FRAGMENTS);
        break;
      case 3:
        [tokens[at], tokens[other]] = [tokens[other], tokens[at]];
        break;
      default:
        tokens.splice(at, 0, tokens[other]);
    }
  }
  return tokens.join('');
}

/** Text that is no program: random bytes, or random fragments side by side. */
export function randomText(seed: number, number: number): string {
  const random = new RandomStream({ seed, purpose: Purpose.lab, step: 2, item: number });
  const length = 1 + random.integer(200);
  if (random.integer(2) === 0) return Array.from({ length }, () => random.pick(FRAGMENTS)).join('');
  return String.fromCharCode(...Array.from({ length }, () => random.integer(random.pick([128, 256, 65536]))));
}

/** The same construct over and over, inside itself or in a row. */
export function deepProgram(seed: number, number: number): string {
  const random = new RandomStream({ seed, purpose: Purpose.lab, step: 3, item: number });
  const depth = random.pick([90, 150, 199, 201, 900, 1100, 5000, 20_000]);
  const [open, middle, close] = random.pick([
    ['(', '1', ')'],
    ['[', '', ']'],
    ['{', '1', '}'],
    ['f(', '1', ')'],
    ['x[', '0', ']'],
    ['-', '1', ''],
    ['not ', '1', ''],
    ['lambda: ', '1', ''],
    ['1 if 1 else ', '1', ''],
    ['', '1', '+1'],
    ['', 'x', '.a'],
    ['', 'x', '(1)'],
    ['', 'x', '[0]'],
    ['', '1', ' and 1'],
    ['', '1', ' < 1'],
    ['', '1', '**1'],
    ["f'{", 'x', "}'"],
    ['[x for x in ', 'y', ']'],
    ['(yield ', '1', ')'],
    ['{1: ', '2', '}'],
    ['*', 'x', ''],
    ['await ', 'x', ''],
  ]);
  if (random.integer(3) > 0) return `x = ${open.repeat(depth)}${middle}${close.repeat(depth)}\n`;
  const head = random.pick([
    'if x:',
    'while x:',
    'for x in y:',
    'def f():',
    'class A:',
    'try:',
    'with x:',
    'match x:\n',
    'elif x: pass',
    'else: pass',
  ]);
  if (head.startsWith('el')) return `if x: pass\n${`${head}\n`.repeat(depth)}`;
  const levels = Math.min(depth, 400);
  return `${Array.from({ length: levels }, (_, level) => ' '.repeat(level) + head).join('\n')}\n${' '.repeat(levels)}pass\n`;
}
