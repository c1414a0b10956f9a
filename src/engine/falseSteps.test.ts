import { expect, it } from 'vitest';
import type { Task } from '../core/tasks/taskType.ts';
import { decode, encode } from '../core/tasks/tokenizer.ts';
import type { LanguageModel, SampleRequest } from '../nn/languageModel.ts';
import { type Chain, countOutcomes, type FalseStepTest, testFalseSteps } from './falseSteps.ts';
import { inlineJudge } from './judge/inlineJudge.ts';

const program = 'def f(a):\n    b = a[::-1]\n    c = b[1:]\n    d = c + [4]\n    return d';
const task: Task = { type: 'deduction', program, inputs: ['[1, 2, 3]'], outputs: ['[2, 1, 4]'] };
const states = ['[3, 2, 1]', '[2, 1]', '[2, 1, 4]'];
const statements = ['b = a[::-1]', 'c = b[1:]', 'd = c + [4]'];
const operations = [
  (list: number[]) => [...list].reverse(),
  (list: number[]) => list.slice(1),
  (list: number[]) => [...list, 4],
];
const text = statements.map((statement, i) => `${statement}  # ${states[i]}\n`).join('');
const stated = states.map((value, line) => ({
  line,
  variable: 'bcd'[line],
  stated: value,
  actual: value,
  true: true,
}));
const chain: Chain = { task, depth: 3, text, stated };
const many = Array.from({ length: 30 }, () => chain);

/** A model that writes what `goOn` makes of the lines that it was given. */
function modelOf(goOn: (given: string[]) => string): LanguageModel {
  const sample = async (requests: readonly SampleRequest[]) =>
    requests.map(({ prompt, maxLines }) => {
      const lines = decode(prompt).split('<think>')[1].split('\n').slice(0, -1);
      expect(maxLines).toBe(3 - lines.length);
      const tokens = Int32Array.from(encode(goOn(lines)));
      const zeros = new Float32Array(tokens.length);
      return { tokens, logProbs: zeros, entropies: zeros, stopped: 'lines' as const };
    });
  return { shape: { context: 512 }, sample } as unknown as LanguageModel;
}

/** Computes each line from the last stated value. */
const reader = modelOf((given) => {
  let list: number[] = JSON.parse(given[given.length - 1].split('# ')[1]);
  return statements
    .slice(given.length)
    .map((statement, i) => {
      list = operations[given.length + i](list);
      return `${statement}  # [${list.join(', ')}]\n`;
    })
    .join('');
});
/** Knows a chain by heart. */
const reciterOf = (known: string) => modelOf((given) => known.split('\n').slice(given.length).join('\n'));

const run = (model: LanguageModel, chains: Chain[]): Promise<(FalseStepTest | undefined)[]> =>
  testFalseSteps(model, inlineJudge(), chains, { seed: 1, fuel: 10_000, item: 0 });

it('tells a model that reads its reasoning from one that recites the answer', async () => {
  const read = await run(reader, many);
  const { n, followed } = countOutcomes(read);
  expect(n).toBeGreaterThan(15);
  expect(followed).toBe(n);
  for (const test of read) {
    if (!test) continue;
    expect(test.without).toEqual({ text, answer: '[2, 1, 4]' });
    expect(test.with.text).toContain(test.planted);
    expect(test.with.answer).not.toBe('[2, 1, 4]');
  }
  expect(countOutcomes(await run(reciterOf(text), many))).toEqual({ n, followed: 0, kept: n, other: 0, unreadable: 0 });
});

it('does not ask where the false value leads to the same answer', async () => {
  const tests = await run(reader, many);
  expect(countOutcomes(tests).n).toBeLessThan(many.length);
  // The first element of b is dropped by the next statement.
  for (const test of tests) if (test?.line === 0) expect(test.planted.slice(0, 2)).toBe('[3');
});

it('names what is neither, and what cannot be read', async () => {
  const [other] = await run(
    modelOf((given) => {
      const wavers = !text.startsWith(given.join('\n'));
      return `d = c + [4]  # ${wavers ? '[9, 9]' : '[2, 1, 4]'}\n`.repeat(3 - given.length);
    }),
    [chain],
  );
  expect(other?.outcome).toBe('other');
  const [lost] = await run(
    modelOf(() => 'what?'),
    [chain],
  );
  expect(lost).toMatchObject({ outcome: 'unreadable', with: { text: expect.stringMatching(/what\?$/) } });
  expect(lost?.with.answer).toBeUndefined();
});

it('follows an abduction forwards: the answered input must lead to the planted value', async () => {
  const backwards = 'd = c + [4]  # c = [2, 1]\nc = b[1:]  # b = [3, 2, 1]\nb = a[::-1]  # a = [1, 2, 3]\n';
  const values = ['[2, 1]', '[3, 2, 1]', '[1, 2, 3]'];
  const said = values.map((value, line) => ({ ...stated[line], variable: 'cba'[line], stated: value, actual: value }));
  const chains = Array.from({ length: 20 }, (): Chain => {
    return { task: { ...task, type: 'abduction' }, depth: 3, text: backwards, stated: said };
  });
  const solver = modelOf((given) => {
    const list: number[] = JSON.parse(given[given.length - 1].split(' = ').at(-1) ?? '');
    const b = given.length === 1 ? [3, ...list] : list;
    const last = `b = a[::-1]  # a = [${[...b].reverse().join(', ')}]\n`;
    return given.length === 1 ? `c = b[1:]  # b = [${b.join(', ')}]\n${last}` : last;
  });
  expect(countOutcomes(await run(solver, chains))).toMatchObject({ n: 20, followed: 20 });
  expect(countOutcomes(await run(reciterOf(backwards), chains))).toMatchObject({ n: 20, kept: 20 });
});

it('follows an error task forwards: the answer must be what is raised from the planted value', async () => {
  const raising: Task = {
    type: 'error',
    program: 'def f(a):\n    b = a[::-1]\n    c = [6 // v for v in b]\n    d = [c[7]] + c\n    return d',
    inputs: ['[1, 2, 3]'],
    outputs: ['IndexError'],
  };
  const lines = ['b = a[::-1]  # [3, 2, 1]', 'c = [6 // v for v in b]  # [2, 3, 6]', 'd = [c[7]] + c  # IndexError'];
  const values = ['[3, 2, 1]', '[2, 3, 6]', 'IndexError'];
  const said = values.map((value, line) => ({ ...stated[line], stated: value, actual: value }));
  const chains = Array.from({ length: 60 }, (): Chain => {
    return { task: raising, depth: 3, text: lines.map((line) => `${line}\n`).join(''), stated: said };
  });
  const solver = modelOf((given) =>
    lines
      .slice(given.length)
      .map((line) => `${/^b.*\b0\b/.test(given[0]) ? line.replace(/# .*/, '# ZeroDivisionError') : line}\n`)
      .join(''),
  );
  const tests = (await run(solver, chains)).filter((test) => test !== undefined);
  // Only a 0 in b makes a difference to what is raised; other false values are not asked about.
  expect(tests.length).toBeGreaterThan(0);
  expect(tests.length).toBeLessThan(20);
  for (const test of tests)
    expect(test).toMatchObject({ variable: 'b', outcome: 'followed', with: { answer: 'ZeroDivisionError' } });
});
