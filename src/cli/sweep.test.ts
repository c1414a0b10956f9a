import { expect, it } from 'vitest';
import { defaultConfig } from '../core/config/schema.ts';
import type { RunSummary } from '../core/runlog/summary.ts';
import { pairedDifferences, sweepTable } from './sweep.ts';

const run = (preset: string, seed: number, deep: number) => ({
  config: defaultConfig(),
  summary: {
    preset,
    seed,
    heldout: { start: {}, end: { deduction: { 3: { n: 20, correct: 20 }, 4: { n: 20, correct: deep } } } },
  } as unknown as RunSummary,
});
const runs = [run('a.1', 1, 10), run('a.1', 2, 12), run('b.1', 2, 16), run('b.1', 1, 12), run('b.1', 3, 0)];

it('pairs runs by seed, at seen depths and beyond them', () => {
  const paired = pairedDifferences(runs);
  expect(paired.map(({ a, b, metric, n }) => [a, b, metric, n])).toEqual([
    ['a.1', 'b.1', 'heldout.deduction', 2],
    ['a.1', 'b.1', 'heldout.deduction.seen', 2],
    ['a.1', 'b.1', 'heldout.deduction.beyond', 2],
  ]);
  expect(paired[2].mean).toBeCloseTo(0.15, 9);
  expect(paired[2].sd).toBeCloseTo(0.05 * Math.SQRT2, 9);
  expect(paired[0].mean).toBeCloseTo(0.075, 9);
});

it('prints means with spread, then paired differences', () => {
  const [head, a, b, pair] = sweepTable(runs, pairedDifferences(runs)).split('\n');
  expect(head.trim().split(/ {2,}/).slice(0, 3)).toEqual(['seeds', 'deduction seen', 'deduction beyond']);
  expect(a.split(/ {2,}/)).toEqual(['a.1', '2', '100.0 ± 0.0', '55.0 ± 7.1']);
  expect(b.split(/ {2,}/)).toEqual(['b.1', '3', '100.0 ± 0.0', '46.7 ± 41.6']);
  expect(pair.split(/ {2,}/)).toEqual(['b.1 - a.1', '2', '0.0 ± 0.0', '15.0 ± 7.1']);
});
