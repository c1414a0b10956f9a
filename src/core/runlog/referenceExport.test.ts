import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { Task } from '../tasks/taskType.ts';
import { referenceExport } from './referenceExport.ts';

const program = 'import math\nfrom collections import Counter\n\ndef f(a):\n    return math.floor(a)';
const triplet: Task = { type: 'deduction', program, inputs: ['1.5'], outputs: ['1'] };

it('writes triplets with their imports apart, equal ones once', () => {
  const { triplets } = referenceExport([triplet, { ...triplet, type: 'abduction' }]);
  const snippet = 'def f(a):\n    return math.floor(a)';
  expect(
    triplets
      .trim()
      .split('\n')
      .map((row) => JSON.parse(row)),
  ).toEqual([
    {
      snippet,
      original_snippet: snippet,
      input: '1.5',
      output: '1',
      imports: ['import math', 'from collections import Counter'],
      composite_functions: [],
    },
  ]);
});

it('writes induction tasks with all pairs and the message', () => {
  const task: Task = {
    type: 'induction',
    program: 'def f(a):\n    return a',
    inputs: ['1', '2'],
    outputs: ['1', '2'],
    message: 'copy',
  };
  const { induction, triplets } = referenceExport([task]);
  expect(triplets).toBe('');
  expect(JSON.parse(induction)).toEqual({
    snippet: 'def f(a):\n    return a',
    inputs: ['1', '2'],
    outputs: ['1', '2'],
    message: 'copy',
    imports: [],
  });
});

const folder = process.env.AZP_SHARED ?? resolve(import.meta.dirname, '../../../../shared');
const recorded = resolve(folder, 'conformance/azr_triplets.jsonl');

it.skipIf(!existsSync(recorded))(
  'has every key that the rows of the reference have (skipped where they are not at hand)',
  () => {
    const keys = (text: string) => Object.keys(JSON.parse(text.slice(0, text.indexOf('\n')))).sort();
    expect(keys(referenceExport([triplet]).triplets)).toEqual(keys(readFileSync(recorded, 'utf8')));
  },
);
