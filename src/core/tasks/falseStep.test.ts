import { expect, it } from 'vitest';
import { parseLiteral, sameLiteral } from '../python/literal.ts';
import { Purpose, RandomStream } from '../rng.ts';
import type { StatedValue } from '../runlog/events.ts';
import { plantFalseStep } from './falseStep.ts';

const random = (item: number) => new RandomStream({ seed: 1, purpose: Purpose.lab, step: 0, item });
const said = (line: number, variable: string, stated: string, actual = stated): StatedValue => ({
  line,
  variable,
  stated,
  actual,
  true: stated === actual,
});

const text = 'b = sorted(a)  # [1, 2, 3]\nc = b[::-1]  # [3, 2, 1]\nd = c[1:]  # [2, 1]\n';
const stated = [said(0, 'b', '[1, 2, 3]'), said(1, 'c', '[3, 2, 1]'), said(2, 'd', '[2, 1]')];

it('changes one value before the last, and keeps all that comes before', () => {
  const lines = new Set<number>();
  for (let item = 0; item < 40; item++) {
    const step = plantFalseStep('deduction', text, stated, random(item));
    if (!step) throw new Error('no step');
    lines.add(step.line);
    expect(parseLiteral(step.planted)).toBeDefined();
    expect(sameLiteral(step.planted, step.stated)).toBe(false);
    expect(text.startsWith(step.before)).toBe(true);
    expect(step.before.endsWith('\n')).toBe(true);
    const [own, changed] = [step.before, step.changed].map((begin) => begin.split('\n'));
    expect(changed.filter((line, i) => line !== own[i])).toEqual([
      own[step.line].replace(`# ${step.stated}`, `# ${step.planted}`),
    ]);
  }
  expect([...lines].sort()).toEqual([0, 1]);
});

it('does not plant what is true by chance', () => {
  for (let item = 0; item < 40; item++) {
    const step = plantFalseStep('deduction', 'b = a\n', [said(0, 'b', '7', '8'), said(1, 'c', '1')], random(item));
    expect(step).toBeUndefined();
    const wrong = plantFalseStep(
      'deduction',
      'b = a  # 7\nc = b  # 7\n',
      [said(0, 'b', '7', '8'), said(1, 'c', '7')],
      random(item),
    );
    expect(wrong?.planted).toMatch(/^[0-69]$/);
  }
});

it('leaves the rest of a program, with its indentation, to the model', () => {
  const program = 'def f(a):\n    b = a[1:]  # [2]; [5]\n    c = b + [1]  # [2, 1]; [5, 1]\n    return c';
  const pairs = [said(1, 'b', '[2]'), said(1, 'b', '[5]'), said(2, 'c', '[2, 1]'), said(2, 'c', '[5, 1]')];
  const step = plantFalseStep('induction', program, pairs, random(1));
  expect(step?.before).toBe('def f(a):\n    b = a[1:]  # [2]; [5]');
  expect(step?.changed).toMatch(/^def f\(a\):\n {4}b = a\[1:\] {2}# (\[[013-9]\]; \[5\]|\[2\]; \[[0-46-9]\])$/);
});

it.each([
  ['True', /^False$/],
  ["'ab'", /^'(a[^b]|[^a]b)'$/],
  ['10', /^1[1-9]$/],
])('turns %s into another of its kind', (value, expected) => {
  const step = plantFalseStep(
    'abduction',
    `b = a  # b = ${value}\na = c  # a = 1\n`,
    [said(0, 'b', value), said(1, 'a', '1')],
    random(3),
  );
  expect(step?.planted).toMatch(expected);
});

it('has nothing to plant in a chain of one step or in an empty list', () => {
  expect(plantFalseStep('deduction', 'b = a  # [1]\n', [said(0, 'b', '[1]')], random(1))).toBeUndefined();
  expect(
    plantFalseStep('deduction', 'b = a  # []\nc = b  # []\n', [said(0, 'b', '[]'), said(1, 'c', '[]')], random(1)),
  ).toBeUndefined();
});
