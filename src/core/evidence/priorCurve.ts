import { presetConfig, presetId, presets } from '../config/presets.ts';
import { type TaskType, taskTypes } from '../tasks/taskType.ts';
import { type Budget, budgets } from './budgets.ts';
import type { EvidenceResult } from './evidence.ts';
import { accuracy, cellsOf, NOT_RUN, type Range, type RowCell, ranges } from './evidenceRows.ts';
import { percentText, pointsText, type Spread, spreadOf } from './statistics.ts';

/** A point of the curve over how much warm-up a run starts from. */
export interface PriorPoint {
  preset: string;
  /** Share of the full warm-up, 0 to 1. */
  prior: number;
  /** Tokens of that warm-up. */
  tokens: number;
  /** Seeds that were run; none when it was not run. */
  seeds: number[];
  /** Held-out accuracy before and after self-play; none when it was not run. */
  cells: RowCell[];
  /** After less before, seed by seed: the mean of the task types. */
  change: Partial<Record<Range, Spread>>;
}

/** The points at a budget, least prior first: every preset that differs from `default.1` in nothing but the prior, whether it was run or not. */
export function priorCurve(results: readonly EvidenceResult[], budget: Budget): PriorPoint[] {
  return presets
    .filter(({ changes }) => Object.keys(changes).every((key) => key === 'prior'))
    .map((preset): PriorPoint => {
      const { prior, warmupTokens } = presetConfig(preset);
      const id = presetId(preset);
      const own = results.filter((result) => result.preset === id && result.budget === budget);
      const change = Object.fromEntries(
        ranges.flatMap((range) => {
          const spread = spreadOf(own.flatMap((result) => meanChange(result, range)));
          return spread ? [[range, spread]] : [];
        }),
      );
      const seeds = own.map(({ seed }) => seed);
      return { preset: id, prior, tokens: prior * warmupTokens * 1e6, seeds, cells: cellsOf(own), change };
    })
    .sort((a, b) => a.prior - b.prior);
}

/** Empty where a task type has no held-out tasks. */
function meanChange({ heldOut }: EvidenceResult, range: Range): number[] {
  const cells = taskTypes.map((type) => heldOut[type][range]);
  if (cells.some(({ after }) => after.n === 0)) return [];
  return [cells.reduce((sum, { before, after }) => sum + accuracy(after) - accuracy(before), 0) / cells.length];
}

/** Whether there is something to draw: two points that were run. */
export function isCurve(curve: readonly PriorPoint[]): boolean {
  return wasRun(curve).length > 1;
}

const wasRun = (curve: readonly PriorPoint[]) => curve.filter(({ seeds }) => seeds.length > 0);

/** How much of the warm-up, in a word or sign. */
export function amountText(prior: number): string {
  const words: Record<number, string> = { 0: 'none', 0.25: '¼', 0.5: '½', 0.75: '¾', 1: 'all' };
  return words[prior] ?? `${Math.round(prior * 100)} %`;
}

/** Tokens of a warm-up in millions: 3M, or 0. */
export function millionsText(tokens: number): string {
  return tokens === 0 ? '0' : `${Math.round(tokens / 1e5) / 10}M`;
}

/** What was measured at a point, `before → after` in percent; undefined where nothing was. */
export function pointCell({ cells }: PriorPoint, type: TaskType, range: Range): RowCell | undefined {
  return cells.find((cell) => cell.type === type && cell.range === range);
}

/** What self-play changed at each point that was run, in a sentence; empty where there is no curve. */
export function priorSentence(curve: readonly PriorPoint[]): string {
  if (!isCurve(curve)) return '';
  const run = wasRun(curve);
  const changes = (range: Range) =>
    listed(run.map(({ change: { [range]: change } }) => (change ? pointsText(change) : '–')));
  const amounts = listed(run.map(({ prior }) => amountText(prior)));
  return `Self-play begun with ${amounts} of the warm-up changed accuracy, as the mean of the three task types, by ${changes('beyond')} points at depths beyond it, and by ${changes('seen')} points at depths seen in it.`;
}

const listed = (texts: readonly string[]) => new Intl.ListFormat('en-GB').format(texts);

/** The curve of each budget at which it is one, as Markdown lines for the README. */
export function priorTable(results: readonly EvidenceResult[]): string[] {
  return (Object.keys(budgets) as Budget[]).flatMap((budget) => {
    const curve = priorCurve(results, budget);
    if (!isCurve(curve)) return [];
    const columns = taskTypes.flatMap((type) => ranges.map((range) => ({ type, range })));
    return [
      `*How much prior*: held-out accuracy before → after ${millionsText(budgets[budget].tokens)} tokens of self-play, by how much of the warm-up a run starts from. ${priorSentence(curve)}`,
      '',
      `| warm-up | preset | seeds | ${columns.map(({ type, range }) => `${type} ${range}`).join(' | ')} |`,
      `| --- | --- | --- |${' --- |'.repeat(columns.length)}`,
      ...curve.map((point) => {
        const { prior, tokens, preset, seeds } = point;
        const cells = columns.map(({ type, range }) => {
          const cell = pointCell(point, type, range);
          return cell ? `${percentText(cell.before)} → ${percentText(cell.after)}` : '';
        });
        const amount = tokens > 0 ? `${amountText(prior)}, ${millionsText(tokens)} tokens` : amountText(prior);
        return `| ${[amount, `\`${preset}\``, seeds.length > 0 ? seeds.length : NOT_RUN, ...cells].join(' | ')} |`;
      }),
      '',
    ];
  });
}
