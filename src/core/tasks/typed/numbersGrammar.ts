import type { Bounds, Grammar } from './grammar.ts';

const larger = (x: Bounds, y: Bounds) => ({ most: Math.max(x.most, y.most) });
const smaller = (x: Bounds, y: Bounds) => ({ most: Math.min(x.most, y.most) });

/**
 * Language level 2: digits and lists of digits, more than one variable, `if` and `for`. Sums and doubles occur where they stay digits on
 * every input.
 */
export const numbersGrammar: Grammar = {
  parameters: [
    { type: 'list', length: 3, most: 9 },
    { type: 'number', length: 0, most: 9 },
  ],
  input: (random) => {
    const digit = () => random.integer(10);
    return `[${digit()}, ${digit()}, ${digit()}], ${digit()}`;
  },
  operations: [
    { name: 'reverse', from: 'list', to: 'list', expression: (x) => `${x}[::-1]` },
    { name: 'sort', from: 'list', to: 'list', expression: (x) => `sorted(${x})` },
    {
      name: 'drop first',
      from: 'list',
      to: 'list',
      bounds: (x) => ({ length: x.length - 1 }),
      expression: (x) => `${x}[1:]`,
    },
    {
      name: 'append',
      from: 'list',
      other: 'number',
      to: 'list',
      bounds: (x, y) => ({ length: x.length + 1, ...larger(x, y) }),
      expression: (x, y) => `${x} + [${y}]`,
    },
    { name: 'first', from: 'list', to: 'number', bounds: () => ({ length: 0 }), expression: (x) => `${x}[0]` },
    { name: 'largest', from: 'list', to: 'number', bounds: () => ({ length: 0 }), expression: (x) => `max(${x})` },
    { name: 'complement', from: 'number', to: 'number', bounds: () => ({ most: 9 }), expression: (x) => `9 - ${x}` },
    {
      name: 'half',
      from: 'number',
      to: 'number',
      bounds: (x) => ({ most: Math.floor(x.most / 2) }),
      expression: (x) => `${x} // 2`,
    },
    {
      name: 'remainder',
      from: 'number',
      to: 'number',
      bounds: (x) => ({ most: Math.min(4, x.most) }),
      expression: (x) => `${x} % 5`,
    },
    {
      name: 'increment',
      from: 'number',
      to: 'number',
      bounds: (x) => ({ most: x.most + 1 }),
      expression: (x) => `${x} + 1`,
    },
    {
      name: 'add',
      from: 'number',
      other: 'number',
      to: 'number',
      bounds: (x, y) => ({ most: x.most + y.most }),
      expression: (x, y) => `${x} + ${y}`,
    },
    {
      name: 'larger',
      from: 'number',
      other: 'number',
      to: 'number',
      bounds: larger,
      expression: (x, y) => `max(${x}, ${y})`,
    },
    {
      name: 'smaller',
      from: 'number',
      other: 'number',
      to: 'number',
      bounds: smaller,
      expression: (x, y) => `min(${x}, ${y})`,
    },
    {
      name: 'put last',
      from: 'number',
      other: 'list',
      to: 'list',
      bounds: (x, y) => ({ length: y.length + 1, ...larger(x, y) }),
      expression: (x, y) => `${y} + [${x}]`,
    },
    {
      name: 'put first',
      from: 'number',
      other: 'list',
      to: 'list',
      bounds: (x, y) => ({ length: y.length + 1, ...larger(x, y) }),
      expression: (x, y) => `[${x}] + ${y}`,
    },
  ],
  risky: [
    {
      name: 'item',
      from: 'list',
      to: 'number',
      bounds: () => ({ length: 0 }),
      expression: (x, _, { digit }) => `${x}[${digit}]`,
    },
    {
      name: 'item at',
      from: 'list',
      other: 'number',
      to: 'number',
      bounds: () => ({ length: 0 }),
      expression: (x, y) => `${x}[${y}]`,
    },
    {
      name: 'place',
      from: 'number',
      other: 'list',
      to: 'number',
      bounds: (_, y) => ({ most: y.length - 1 }),
      expression: (x, y) => `${y}.index(${x})`,
    },
    {
      name: 'divide',
      from: 'number',
      other: 'number',
      to: 'number',
      bounds: (_, y) => ({ most: y.most }),
      expression: (x, y) => `${y} // ${x}`,
    },
    {
      name: 'divide a constant',
      from: 'number',
      to: 'number',
      bounds: () => ({ most: 9 }),
      expression: (x, _, { digit }) => `${digit} // ${x}`,
    },
  ],
  rare: [
    {
      name: 'drop last',
      from: 'list',
      to: 'list',
      bounds: (x) => ({ length: x.length - 1 }),
      expression: (x) => `${x}[:-1]`,
    },
    {
      name: 'rotate left',
      from: 'list',
      to: 'list',
      expression: (x) => `${x}[1:] + ${x}[:1]`,
    },
    {
      name: 'reverse sort',
      from: 'list',
      to: 'list',
      expression: (x) => `sorted(${x})[::-1]`,
    },
    {
      name: 'replace first',
      from: 'list',
      other: 'number',
      to: 'list',
      bounds: larger,
      expression: (x, y) => `[${y}] + ${x}[1:]`,
    },
    {
      name: 'last',
      from: 'list',
      to: 'number',
      bounds: () => ({ length: 0 }),
      expression: (x) => `${x}[-1]`,
    },
    {
      name: 'smallest',
      from: 'list',
      to: 'number',
      bounds: () => ({ length: 0 }),
      expression: (x) => `min(${x})`,
    },
    {
      name: 'a third',
      from: 'number',
      to: 'number',
      bounds: (x) => ({ most: Math.floor(x.most / 3) }),
      expression: (x) => `${x} // 3`,
    },
    {
      name: 'remainder by three',
      from: 'number',
      to: 'number',
      bounds: (x) => ({ most: Math.min(2, x.most) }),
      expression: (x) => `${x} % 3`,
    },
    {
      name: 'distance',
      from: 'number',
      other: 'number',
      to: 'number',
      bounds: larger,
      expression: (x, y) => `abs(${x} - ${y})`,
    },
    {
      name: 'cap',
      from: 'number',
      to: 'number',
      expression: (x, _, { digit }) => `min(${x}, ${digit})`,
    },
  ],
  conditions: [
    { name: 'above a constant', on: 'number', test: (x, _, { digit }) => `${x} > ${digit}` },
    { name: 'above another', on: 'number', other: 'number', test: (x, y) => `${x} > ${y}` },
  ],
  loops: [
    {
      name: 'sum',
      changes: 'number',
      over: 'list',
      turn: (x, item) => ({ most: x.most + item.most }),
      body: (x, item) => `${x} = ${x} + ${item}`,
    },
    {
      name: 'largest so far',
      changes: 'number',
      over: 'list',
      turn: larger,
      body: (x, item) => `${x} = max(${x}, ${item})`,
    },
    {
      name: 'put in front',
      changes: 'list',
      over: 'list',
      turn: (x, item) => ({ length: x.length + 1, ...larger(x, item) }),
      body: (x, item) => `${x} = [${item}] + ${x}`,
    },
  ],
};
