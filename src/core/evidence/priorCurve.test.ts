import { describe, expect, it } from 'vitest';
import type { EvidenceResult } from './evidence.ts';
import { amountText, isCurve, priorCurve, priorSentence, priorTable } from './priorCurve.ts';

const cell = (before: number, after: number) => ({
  before: { n: 100, correct: before },
  after: { n: 100, correct: after },
});
const same = { seen: cell(50, 50), beyond: cell(0, 0) };
const result = (preset: string, seed: number, beyond: [number, number]): EvidenceResult => ({
  preset,
  budget: 'short',
  seed,
  steps: 30,
  tokens: 1_010_000,
  heldOut: { deduction: { ...same, beyond: cell(...beyond) }, abduction: same, induction: same },
  uniqueShare: 0.5,
  trends: {},
  trajectoryHash: '0123456789abcdef',
});
const results = [
  result('default.1', 1, [6, 18]),
  result('default.1', 2, [6, 24]),
  result('prior-quarter.1', 1, [2, 2]),
  result('prior-quarter.1', 2, [8, 2]),
  result('frozen.1', 1, [6, 90]),
  { ...result('zero.1', 1, [99, 99]), budget: 'full' as const },
];

describe('the curve over the prior', () => {
  const curve = priorCurve(results, 'short');

  it('has a point for every preset that differs from the default in nothing but the prior, least first', () => {
    expect(curve.map(({ preset, prior, tokens }) => [preset, prior, tokens])).toEqual([
      ['zero.1', 0, 0],
      ['prior-quarter.1', 0.25, 3e6],
      ['prior-half.1', 0.5, 6e6],
      ['default.1', 1, 12e6],
    ]);
    expect(curve.map(({ prior }) => amountText(prior))).toEqual(['none', '¼', '½', 'all']);
    expect(amountText(0.1)).toBe('10 %');
  });

  it('has mean and spread over seeds, before and after, and nothing where a preset was not run at this budget', () => {
    expect(curve.map(({ seeds }) => seeds)).toEqual([[], [1, 2], [], [1, 2]]);
    const [zero, quarter] = curve;
    expect(zero).toMatchObject({ cells: [], change: {} });
    const beyond = quarter.cells.find(({ type, range }) => type === 'deduction' && range === 'beyond');
    expect(beyond?.before).toEqual({ mean: 0.05, sd: expect.closeTo(0.03 * Math.SQRT2, 9), n: 2 });
    expect(beyond?.after.mean).toBeCloseTo(0.02, 9);
  });

  it('tells what self-play changed, seed by seed, as the mean of the three task types', () => {
    const full = curve[3].change.beyond;
    expect(full).toEqual({ mean: expect.closeTo(0.05, 9), sd: expect.closeTo(0.01 * Math.SQRT2, 9), n: 2 });
    expect(priorSentence(curve)).toBe(
      'Self-play begun with ¼ and all of the warm-up changed accuracy, as the mean of the three task types, by −1 ± 1 and +5 ± 1 points at depths beyond it, and by 0 and 0 points at depths seen in it.',
    );
  });

  it('is a curve from two points on', () => {
    expect(isCurve(curve)).toBe(true);
    expect(isCurve(priorCurve(results, 'full'))).toBe(false);
    expect(priorSentence(priorCurve([], 'short'))).toBe('');
  });

  it('is a Markdown table for each budget at which it is one; a point that was not run says so', () => {
    const table = priorTable(results).join('\n');
    expect(table).toContain('1M tokens of self-play');
    expect(table).not.toContain('8M tokens');
    expect(table).toContain('| none | `zero.1` | not run |  |  |  |  |  |  |');
    expect(table).toContain('| ¼, 3M tokens | `prior-quarter.1` | 2 | 50 → 50 | 5 ± 4 → 2 |');
    expect(table).toContain(priorSentence(curve));
    expect(priorTable([])).toEqual([]);
  });
});
