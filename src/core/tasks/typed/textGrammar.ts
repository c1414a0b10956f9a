import { type Grammar, letters, randomText } from './grammar.ts';

/** Language level 3: short texts and dicts from letters to digits, with numbers, `if` and `for`. */
export const textGrammar: Grammar = {
  parameters: [
    { type: 'dict', length: 0, most: 3 },
    { type: 'text', length: 3, most: 0 },
  ],
  input: (random) => {
    const [first, second] = random.shuffle(letters);
    return `{'${first}': ${random.integer(4)}, '${second}': ${random.integer(4)}}, ${randomText(random, 3)}`;
  },
  operations: [
    { name: 'reverse', from: 'text', to: 'text', expression: (x) => `${x}[::-1]` },
    {
      name: 'drop first',
      from: 'text',
      to: 'text',
      bounds: (x) => ({ length: x.length - 1 }),
      expression: (x) => `${x}[1:]`,
    },
    { name: 'rotate left', from: 'text', to: 'text', expression: (x) => `${x}[1:] + ${x}[:1]` },
    { name: 'upper case', from: 'text', to: 'text', expression: (x) => `${x}.upper()` },
    {
      name: 'add a letter',
      from: 'text',
      to: 'text',
      bounds: (x) => ({ length: x.length + 1 }),
      expression: (x, _, { letter }) => `${x} + '${letter}'`,
    },
    {
      name: 'count',
      from: 'text',
      to: 'number',
      bounds: (x) => ({ length: 0, most: x.length }),
      expression: (x, _, { letter }) => `${x}.count('${letter}')`,
    },
    {
      name: 'look up',
      from: 'text',
      other: 'dict',
      to: 'number',
      bounds: (_, y) => ({ length: 0, most: y.most }),
      expression: (x, y) => `${y}.get(${x}[0], 0)`,
    },
    {
      name: 'begin a dict',
      from: 'text',
      to: 'dict',
      bounds: () => ({ length: 0, most: 1 }),
      expression: (x) => `{${x}[0]: 1}`,
    },
    {
      name: 'increment',
      from: 'number',
      to: 'number',
      bounds: (x) => ({ most: x.most + 1 }),
      expression: (x) => `${x} + 1`,
    },
    { name: 'complement', from: 'number', to: 'number', bounds: () => ({ most: 9 }), expression: (x) => `9 - ${x}` },
    {
      name: 'write out',
      from: 'number',
      other: 'text',
      to: 'text',
      bounds: (_, y) => ({ length: y.length + 1, most: 0 }),
      expression: (x, y) => `${y} + str(${x})`,
    },
    { name: 'file', from: 'number', other: 'text', to: 'dict', expression: (x, y) => `{${y}[0]: ${x}}` },
    { name: 'value', from: 'dict', to: 'number', expression: (x, _, { letter }) => `${x}.get('${letter}', 0)` },
    { name: 'largest value', from: 'dict', to: 'number', expression: (x) => `max(${x}.values())` },
  ],
  risky: [
    { name: 'value', from: 'dict', to: 'number', expression: (x, _, { letter }) => `${x}['${letter}']` },
    {
      name: 'value of a letter',
      from: 'text',
      other: 'dict',
      to: 'number',
      bounds: (_, y) => ({ length: 0, most: y.most }),
      expression: (x, y) => `${y}[${x}[0]]`,
    },
    {
      name: 'place',
      from: 'text',
      to: 'number',
      bounds: (x) => ({ length: 0, most: x.length - 1 }),
      expression: (x, _, { letter }) => `${x}.index('${letter}')`,
    },
    { name: 'file at', from: 'number', other: 'text', to: 'dict', expression: (x, y) => `{${y}[${x}]: ${x}}` },
    {
      name: 'divide a constant',
      from: 'number',
      to: 'number',
      bounds: () => ({ most: 9 }),
      expression: (x, _, { digit }) => `${digit} // ${x}`,
    },
  ],
  conditions: [
    { name: 'holds a letter', on: 'text', test: (x, _, { letter }) => `'${letter}' in ${x}` },
    { name: 'has a key', on: 'dict', test: (x, _, { letter }) => `'${letter}' in ${x}` },
    { name: 'above a constant', on: 'number', test: (x, _, { digit }) => `${x} > ${digit}` },
  ],
  loops: [
    {
      name: 'put in front',
      changes: 'text',
      over: 'text',
      turn: (x) => ({ length: x.length + 1 }),
      body: (x, item) => `${x} = ${item} + ${x}`,
    },
    {
      name: 'sum of values',
      changes: 'number',
      over: 'text',
      other: 'dict',
      turn: (x, _, y) => ({ most: x.most + y.most }),
      body: (x, item, y) => `${x} = ${x} + ${y}.get(${item}, 0)`,
    },
    {
      name: 'count',
      changes: 'dict',
      over: 'text',
      turn: (x) => ({ most: x.most + 1 }),
      body: (x, item) => `${x}[${item}] = ${x}.get(${item}, 0) + 1`,
    },
  ],
};
