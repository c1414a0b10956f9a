import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findPreset, presetConfig, presetId, presets } from '../config/presets.ts';
import { defaultConfig } from '../config/schema.ts';
import type { RunSummary } from '../runlog/summary.ts';
import { budgets, fullPresets } from './budgets.ts';
import { type EvidenceResult, evidenceText, mergeEvidence, parseEvidence } from './evidence.ts';
import { evidenceRows, NOT_RUN } from './evidenceRows.ts';
import { evidenceTable } from './evidenceTable.ts';
import { resultOf } from './resultOf.ts';
import { halfWidth, NO_EVIDENCE, pointsText, signedText, spreadOf, spreadText } from './statistics.ts';

const cell = (before: number, after: number) => ({
  before: { n: 100, correct: before },
  after: { n: 100, correct: after },
});
const result = (preset: string, seed: number, beyond: number): EvidenceResult => ({
  preset,
  budget: 'short',
  seed,
  steps: 30,
  tokens: 2_010_000,
  heldOut: {
    deduction: { seen: cell(98, 98), beyond: cell(10, beyond) },
    abduction: { seen: cell(93, 93), beyond: cell(5, 5) },
    induction: { seen: cell(30, 30), beyond: cell(3, 3) },
  },
  uniqueShare: 0.5,
  trends: {
    'solve.deduction.reward': { first: 0.2, last: beyond / 100 },
    'solve.abduction.reward': { first: 0, last: 0.5 },
  },
  trajectoryHash: '0123456789abcdef',
});
const row = (results: EvidenceResult[], preset: string) =>
  evidenceRows({ results }).find((entry) => entry.preset === preset && entry.budget === 'short');

describe('evidence rows', () => {
  const defaults = [40, 43, 41].map((beyond, i) => result('default.1', i + 1, beyond));

  it('say "not run" with the command that runs it', () => {
    expect(row([], 'frozen.1')).toMatchObject({ seeds: [], cells: [], verdict: NOT_RUN });
    expect(row([], 'frozen.1')?.command).toContain(`--preset frozen.1 --seeds 1-3 --tokens ${budgets.short.tokens} `);
  });

  it('hold a preset against the base, seed by seed', () => {
    const found = row(defaults, 'default.1');
    expect(found?.verdict).toBe('better than the base: deduction beyond');
    const beyond = found?.cells.find(({ type, range }) => type === 'deduction' && range === 'beyond');
    expect(beyond?.after.mean).toBeCloseTo(0.4133, 4);
    expect(beyond?.difference).toMatchObject({ n: 3 });
    expect(beyond?.difference?.mean).toBeCloseTo(0.3133, 4);
  });

  it('have the training series over seeds, and their means over the task types', () => {
    const trends = row(defaults, 'default.1')?.trends;
    expect(trends?.['solve.deduction.reward'].last.mean).toBeCloseTo(0.4133, 4);
    expect(trends?.['solve.reward'].first.mean).toBeCloseTo(0.1, 9);
    expect(trends?.['solve.reward'].last.mean).toBeCloseTo((0.4133 + 0.5) / 2, 4);
  });

  it('call a difference better or worse only beyond its confidence interval over paired seeds', () => {
    const against = (values: number[]) =>
      row([...defaults, ...values.map((beyond, i) => result('frozen.1', i + 1, beyond))], 'frozen.1')?.verdict;
    expect(against([38, 44, 40])).toBe(NO_EVIDENCE);
    expect(against([20, 22, 21])).toBe('worse than default.1: deduction beyond');
    expect(against([20])).toBe(NO_EVIDENCE);
    expect(row([result('frozen.1', 1, 20)], 'frozen.1')?.verdict).toBe(
      'nothing to compare with: default.1 was not run',
    );
  });

  it('have one for every claim, each against a preset that has one too', () => {
    const rows = evidenceRows({ results: [] });
    const ids = presets.filter(({ claim }) => claim).map(presetId);
    expect(rows.filter(({ budget }) => budget === 'short').map(({ preset }) => preset)).toEqual(ids);
    for (const { against } of rows) expect([...ids, 'base']).toContain(against);
    for (const preset of fullPresets) expect(ids).toContain(preset);
  });
});

describe('the interval', () => {
  it("is Student's", () => {
    expect(halfWidth({ mean: 0, sd: 1, n: 3 })).toBeCloseTo(4.303 / Math.sqrt(3), 6);
    expect(halfWidth({ mean: 0, sd: 1, n: 1 })).toBe(Number.POSITIVE_INFINITY);
    expect(halfWidth({ mean: 0, sd: 1, n: 21 })).toBeCloseTo(2.086 / Math.sqrt(21), 1);
    expect(spreadOf([1, 2, 3])).toEqual({ mean: 2, sd: 1, n: 3 });
  });
});

it('writes a difference in points, with a sign where it is one', () => {
  const texts = [0.081, -0.05, 0.004, -0.004, -0.004].map((mean, i) =>
    pointsText({ mean, sd: i === 4 ? 0.02 : 0, n: 3 }),
  );
  expect(texts).toEqual(['+8', '−5', '0', '0', '0 ± 2']);
});

it('writes other figures with decimals, and no sign before a nought', () => {
  expect(spreadText({ mean: 4.44, sd: 0.16, n: 3 }, 1)).toBe('4.4 ± 0.2');
  expect(spreadText({ mean: -0.04, sd: 0.01, n: 3 }, 1)).toBe('0.0');
  expect(spreadText({ mean: -0.25, sd: 0.3, n: 1 }, 2)).toBe('−0.25');
  expect(signedText({ mean: -0.25, sd: 0.1, n: 3 }, 2)).toBe('−0.25 ± 0.10');
});

describe('the file', () => {
  it('replaces a run of the same preset, budget and seed, and keeps its order', () => {
    const first = mergeEvidence({ v: 1, results: [], specialists: [] }, [
      result('paper.1', 2, 20),
      result('default.1', 1, 40),
    ]);
    const second = mergeEvidence(first, [result('paper.1', 2, 30), result('default.1', 3, 41)]);
    expect(second.results.map(({ preset, seed }) => `${preset} ${seed}`)).toEqual([
      'default.1 1',
      'default.1 3',
      'paper.1 2',
    ]);
    expect(second.results[2].heldOut.deduction.beyond.after.correct).toBe(30);
    expect(parseEvidence(evidenceText(second))).toEqual(second);
    expect(() => parseEvidence('{"v":2}')).toThrow('evidence.json cannot be read');
  });

  it('stands in the README as it is shipped (else run `npm run evidence`)', () => {
    const read = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
    const evidence = parseEvidence(read('public/evidence.json'));
    expect(read('README.md')).toContain(evidenceTable(evidence));
  });
});

it('takes up a run that met a budget on the test set, pooled by depth', () => {
  const heldout = {
    start: { deduction: { 1: { n: 20, correct: 20 }, 3: { n: 20, correct: 18 }, 4: { n: 20, correct: 2 } } },
    end: { deduction: { 1: { n: 20, correct: 20 }, 3: { n: 20, correct: 19 }, 4: { n: 20, correct: 12 } } },
  };
  const summary = {
    preset: 'default.1',
    seed: 1,
    steps: 30,
    stopped: 'tokens',
    tokens: { sampled: budgets.short.tokens - 400_000, trained: 410_000 },
    heldout,
    reasoning: {
      start: { deduction: { stated: 40, true: 20, right: 9, rightWithFalse: 3, wrong: 5, wrongWithTrue: 1 } },
      end: { deduction: { stated: 50, true: 40, right: 19, rightWithFalse: 2, wrong: 6, wrongWithTrue: 2 } },
    },
    proposals: { uniqueShare: 0.5 },
    trends: {},
    trajectoryHash: '0123456789abcdef',
  } as unknown as RunSummary;
  const config = {
    ...presetConfig(findPreset('default.1') ?? presets[0]),
    evaluationTasks: budgets.short.evaluationTasks,
  };
  expect(resultOf(summary, config)).toMatchObject({
    budget: 'short',
    tokens: budgets.short.tokens + 10_000,
    heldOut: {
      deduction: {
        seen: { before: { n: 40, correct: 38 }, after: { n: 40, correct: 39 } },
        beyond: { before: { n: 20, correct: 2 }, after: { n: 20, correct: 12 } },
      },
    },
  });
  expect(resultOf(summary, config)?.reasoning).toEqual({
    deduction: {
      before: { stated: 40, true: 20, right: 9, rightWithFalse: 3 },
      after: { stated: 50, true: 40, right: 19, rightWithFalse: 2 },
    },
  });
  expect(resultOf({ ...summary, stopped: 'steps' }, config)).toBeUndefined();
  expect(resultOf(summary, { ...config, evaluationSet: 'development' })).toBeUndefined();
  expect(resultOf(summary, { ...config, evaluationTasks: 90 })).toBeUndefined();
  expect(resultOf({ ...summary, tokens: { sampled: 1, trained: 1 } }, defaultConfig())).toBeUndefined();
});
