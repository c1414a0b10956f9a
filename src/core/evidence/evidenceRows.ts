import { type Preset, presetId, presets } from '../config/presets.ts';
import { type TaskType, taskTypes } from '../tasks/taskType.ts';
import { type Budget, budgets, evidenceCommand, fullPresets } from './budgets.ts';
import type { Evidence, EvidenceResult } from './evidence.ts';
import { meanTrend } from './meanTrend.ts';
import { type RowMeasure, rowMeasure } from './rowMeasure.ts';
import { NO_EVIDENCE, type Spread, spreadOf, surelyAbove } from './statistics.ts';

export const ranges = ['seen', 'beyond'] as const;
/** Depths that warm-up showed, or all deeper ones. */
export type Range = (typeof ranges)[number];

/** Accuracies in shares of 1, over seeds. */
export interface RowCell {
  type: TaskType;
  range: Range;
  before: Spread;
  after: Spread;
  /** After, less that of `against` after the same budget with the same seed; for `base`, less before. Absent where no seed is in both. */
  difference?: Spread;
  /** Whether the difference is more than chance over seeds explains (95 %, Student's t). */
  outcome: 'better' | 'worse' | 'none' | 'unknown';
}

/** A preset at a budget. */
export interface EvidenceRow {
  preset: string;
  label: string;
  kind: NonNullable<Preset['claim']>['kind'];
  /** The claim or doubt in a sentence. */
  claim: string;
  /** The preset it is held against, or `base`: the model before self-play. */
  against: string;
  budget: Budget;
  tokens: number;
  /** Seeds that were run; none when it was not run. */
  seeds: number[];
  cells: RowCell[];
  uniqueShare?: Spread;
  /** Training series at the start and at the end, over seeds. */
  trends: Record<string, { first: Spread; last: Spread }>;
  /** Of held-out accuracy in words, from the cells. */
  verdict: string;
  /** What the claim is about where that is something else, once the row was run. */
  measure?: RowMeasure;
  command: string;
}

export const NOT_RUN = 'not run';
/** The rule behind the words, for every place that shows them. */
export const RULE =
  'Better and worse, higher and lower: the 95 % confidence interval (Student’s t) of the mean paired difference over seeds leaves out 0. Anything else, and a single seed, is no evidence at this budget. With this many comparisons about one in twenty is wrong by chance.';

/** Every preset with a claim at the short budget, and some at the full one, whether it was run or not. */
export function evidenceRows(evidence: Pick<Evidence, 'results'>): EvidenceRow[] {
  const claimed = presets.filter(({ claim }) => claim);
  return (Object.keys(budgets) as Budget[]).flatMap((budget) =>
    claimed
      .filter((preset) => budget === 'short' || fullPresets.includes(presetId(preset)))
      .map((preset) => rowOf(preset, budget, evidence)),
  );
}

function rowOf(preset: Preset, budget: Budget, { results }: Pick<Evidence, 'results'>): EvidenceRow {
  const claim = preset.claim as NonNullable<Preset['claim']>;
  const id = presetId(preset);
  const runsOf = (name: string) => results.filter((result) => result.preset === name && result.budget === budget);
  const own = runsOf(id);
  const cells = own.length === 0 ? [] : cellsOf(own, claim.against === 'base' ? undefined : runsOf(claim.against));
  const unique = spreadOf(own.flatMap(({ uniqueShare }) => (uniqueShare === null ? [] : [uniqueShare])));
  return {
    preset: id,
    label: preset.label,
    kind: claim.kind,
    claim: claim.text,
    against: claim.against,
    budget,
    tokens: budgets[budget].tokens,
    seeds: own.map(({ seed }) => seed),
    cells,
    ...(unique ? { uniqueShare: unique } : {}),
    trends: trendsOf(own),
    verdict: verdictOf(cells, claim.against),
    ...(claim.measure && own.length > 0
      ? { measure: rowMeasure(claim.measure, own, claim.against, runsOf(claim.against)) }
      : {}),
    command: evidenceCommand(id, budget),
  };
}

/** Series that every seed has, and the mean over task types of what solvers earned and of what the interpreter found right of it. */
function trendsOf(own: readonly EvidenceResult[]): EvidenceRow['trends'] {
  const runs = own.map(({ trends }): EvidenceResult['trends'] => {
    const [reward, accuracy] = (['reward', 'accuracy'] as const).map((what) =>
      meanTrend(trends, (type) => `solve.${type}.${what}`),
    );
    return {
      ...trends,
      ...(reward ? { 'solve.reward': reward } : {}),
      ...(accuracy ? { 'solve.accuracy': accuracy } : {}),
    };
  });
  const names = Object.keys(runs[0] ?? {}).filter((name) => runs.every((run) => name in run));
  return Object.fromEntries(
    names.map((name) => {
      const of = (end: 'first' | 'last') => spreadOf(runs.map((run) => run[name][end])) as Spread;
      return [name, { first: of('first'), last: of('last') }];
    }),
  );
}

/** Share of right answers; NaN of none. */
export const accuracy = ({ n, correct }: { n: number; correct: number }) => correct / n;

/**
 * What was measured of one preset, a cell for each task type and range that has tasks.
 * @param others results to pair with by seed; undefined for the base
 */
export function cellsOf(own: readonly EvidenceResult[], others?: readonly EvidenceResult[]): RowCell[] {
  return taskTypes.flatMap((type) =>
    ranges.flatMap((range): RowCell[] => {
      const cell = (result: EvidenceResult) => result.heldOut[type][range];
      const measured = own.filter((result) => cell(result).after.n > 0);
      const before = spreadOf(measured.map((result) => accuracy(cell(result).before)));
      const after = spreadOf(measured.map((result) => accuracy(cell(result).after)));
      if (!before || !after) return [];
      const difference = spreadOf(
        measured.flatMap((result) => {
          if (!others) return [accuracy(cell(result).after) - accuracy(cell(result).before)];
          const other = others.find(({ seed }) => seed === result.seed);
          return other && cell(other).after.n > 0 ? [accuracy(cell(result).after) - accuracy(cell(other).after)] : [];
        }),
      );
      return [{ type, range, before, after, ...(difference ? { difference } : {}), outcome: outcomeOf(difference) }];
    }),
  );
}

function outcomeOf(difference: Spread | undefined): RowCell['outcome'] {
  if (!difference) return 'unknown';
  const sign = surelyAbove(difference);
  return sign === 0 ? 'none' : sign > 0 ? 'better' : 'worse';
}

function verdictOf(cells: readonly RowCell[], against: string): string {
  if (cells.length === 0) return NOT_RUN;
  if (cells.every(({ outcome }) => outcome === 'unknown')) return `nothing to compare with: ${against} was not run`;
  const named = (wanted: RowCell['outcome']) =>
    cells.filter(({ outcome }) => outcome === wanted).map(({ type, range }) => `${type} ${range}`);
  const parts = (['better', 'worse'] as const).flatMap((outcome) => {
    const names = named(outcome);
    return names.length > 0
      ? [`${outcome} than ${against === 'base' ? 'the base' : against}: ${names.join(', ')}`]
      : [];
  });
  return parts.length > 0 ? parts.join('; ') : NO_EVIDENCE;
}
