import { describe, expect, it } from 'vitest';
import type { EvidenceResult } from './evidence.ts';
import { evidenceRows } from './evidenceRows.ts';
import { evidenceTable } from './evidenceTable.ts';
import { measureFigures, NOT_RECORDED, rowMeasure } from './rowMeasure.ts';
import { NO_EVIDENCE } from './statistics.ts';

const nothing = { n: 0, correct: 0 };
const some = { before: { n: 100, correct: 10 }, after: { n: 100, correct: 20 } };
const none = { before: nothing, after: nothing };
const result = (preset: string, seed: number, recorded: Partial<EvidenceResult>): EvidenceResult => ({
  preset,
  budget: 'short',
  seed,
  steps: 30,
  tokens: 1_010_000,
  heldOut: {
    deduction: { seen: some, beyond: some },
    abduction: { seen: none, beyond: none },
    induction: { seen: none, beyond: none },
  },
  uniqueShare: null,
  trends: {},
  trajectoryHash: '0123456789abcdef',
  ...recorded,
});
const runs = (preset: string, values: readonly number[], recorded: (value: number) => Partial<EvidenceResult>) =>
  values.map((value, i) => result(preset, i + 1, recorded(value)));
const distinct = (uniqueShare: number) => ({ uniqueShare });

describe('what a claim is about other than accuracy', () => {
  it('is held against the other preset seed by seed, by the interval that accuracy is held to', () => {
    const against = runs('paper.1', [0.8, 0.7, 0.75], distinct);
    const verdict = (values: readonly number[]) =>
      rowMeasure('distinct', runs('recency.1', values, distinct), 'paper.1', against).verdict;
    expect(verdict([0.6, 0.51, 0.54])).toBe('lower than paper.1');
    expect(verdict([0.9, 0.81, 0.84])).toBe('higher than paper.1');
    expect(verdict([0.6, 0.8, 0.5])).toBe(NO_EVIDENCE);
    expect(verdict([0.1])).toBe(NO_EVIDENCE);
    const found = rowMeasure('distinct', runs('recency.1', [0.6, 0.51, 0.54], distinct), 'paper.1', against);
    expect(found.difference?.mean).toBeCloseTo(-0.2, 9);
    expect(measureFigures(found, 'paper.1')).toBe('55 ± 5 %, paper.1 75 ± 5 %');
    const fewer = rowMeasure('distinct', against, 'paper.1', against.slice(1));
    expect(measureFigures(fewer, 'paper.1')).toBe('75 ± 5 %, paper.1 73 ± 4 % (2 of 3 seeds)');
  });

  it('says in words what no run recorded', () => {
    const unsolved = (last: number) => ({ trends: { 'difficulty.deduction.tooHard': { first: 0.1, last } } });
    const [own, other] = [runs('adversarial.1', [0.5, 0.6], unsolved), runs('paper.1', [0.1, 0.2], unsolved)];
    const bare = runs('paper.1', [0, 0], () => ({}));
    expect(rowMeasure('unsolved', bare, 'paper.1', other)).toEqual({
      name: 'unsolved',
      other: expect.anything(),
      verdict: NOT_RECORDED,
    });
    expect(rowMeasure('unsolved', own, 'paper.1', bare).verdict).toBe(
      'nothing to compare with: not recorded of paper.1',
    );
    expect(measureFigures(rowMeasure('unsolved', own, 'paper.1', other), 'paper.1')).toBe(
      '10 % → 55 ± 7 %, paper.1 15 ± 7 %',
    );
  });

  it('is a number of statements, a rise of the reward, what was paid and not right, or what is true', () => {
    const figures = (name: Parameters<typeof rowMeasure>[0], recorded: Partial<EvidenceResult>) =>
      measureFigures(rowMeasure(name, [result('leaky.1', 1, recorded)], 'default.1', []), 'default.1');
    const depth = {
      'proposals.deduction.depth': { first: 3, last: 4 },
      'proposals.abduction.depth': { first: 3, last: 4.5 },
    };
    expect(figures('depth', { trends: depth })).toBe('3.0 → 4.3');
    const reward = { 'solve.deduction.reward': { first: 0.25, last: 0.1 } };
    expect(figures('rewardRise', { trends: reward })).toBe('−0.15');
    // 0.4 of the answers were paid for, 0.3 were right; at first 0.5 and 0.5.
    const right = { 'solve.deduction.accuracy': { first: 0.5, last: 0.3 } };
    expect(figures('unearned', { trends: { ...reward, ...right } })).toBe('0 % → 10 %');
    const counts = (stated: number, right: number) => ({ stated, true: right, right: 0, rightWithFalse: 0 });
    const reasoning = {
      deduction: { before: counts(10, 5), after: counts(20, 6) },
      abduction: { before: counts(10, 1), after: counts(0, 0) },
    };
    expect(figures('trueValues', { reasoning })).toBe('30 % → 30 %');
    expect(figures('trueValues', {})).toBe('');
  });

  it('stands first in the row of its claim and in no other, once that was run', () => {
    const results = [...runs('paper.1', [0.8, 0.7, 0.75], distinct), ...runs('recency.1', [0.6, 0.51, 0.54], distinct)];
    const rows = evidenceRows({ results }).filter(({ measure }) => measure);
    expect(rows.map(({ preset, budget }) => `${preset} ${budget}`)).toEqual(['recency.1 short']);
    const line = evidenceTable({ v: 1, results, specialists: [] })
      .split('\n')
      .find((text) => text.includes('`recency.1`'));
    expect(line).toContain('*Distinct programs* 55 ± 5 %, paper.1 75 ± 5 %: lower than paper.1. *Accuracy*: ');
  });
});
