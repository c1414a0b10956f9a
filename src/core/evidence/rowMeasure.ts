import type { ClaimMeasure } from '../config/presets.ts';
import type { EvidenceResult } from './evidence.ts';
import { measures } from './measures.ts';
import { NO_EVIDENCE, type Spread, spreadOf, surelyAbove } from './statistics.ts';

/** What a claim is about where that is not held-out accuracy: measured over seeds, and held against another preset seed by seed. */
export interface RowMeasure {
  name: ClaimMeasure;
  before?: Spread;
  /** Absent where no run recorded it. */
  after?: Spread;
  /** Of the preset that it is held against; absent where none of its runs recorded it. */
  other?: Spread;
  /** After, less that of the other preset with the same seed. */
  difference?: Spread;
  /** In words. */
  verdict: string;
}

export const NOT_RECORDED = 'not recorded';

/** @param others results of `against`, to pair with by seed */
export function rowMeasure(
  name: ClaimMeasure,
  own: readonly EvidenceResult[],
  against: string,
  others: readonly EvidenceResult[],
): RowMeasure {
  const { of } = measures[name];
  const measured = (results: readonly EvidenceResult[]) =>
    results.flatMap((result) => {
      const found = of(result);
      return found ? [{ seed: result.seed, ...found }] : [];
    });
  const [mine, theirs] = [measured(own), measured(others)];
  const before = spreadOf(mine.flatMap((run) => (run.before === undefined ? [] : [run.before])));
  const after = spreadOf(mine.map((run) => run.after));
  const other = spreadOf(theirs.map((run) => run.after));
  const difference = spreadOf(
    mine.flatMap(({ seed, after: value }) => theirs.filter((run) => run.seed === seed).map((run) => value - run.after)),
  );
  return {
    name,
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
    ...(other ? { other } : {}),
    ...(difference ? { difference } : {}),
    verdict: verdictOf(after, difference, against),
  };
}

function verdictOf(after: Spread | undefined, difference: Spread | undefined, against: string): string {
  if (!after) return NOT_RECORDED;
  if (!difference) return `nothing to compare with: ${NOT_RECORDED} of ${against}`;
  const sign = surelyAbove(difference);
  return sign === 0 ? NO_EVIDENCE : `${sign > 0 ? 'higher' : 'lower'} than ${against}`;
}

/** The figures in words: `3.2 → 4.1 ± 0.1, default.1 4.4`; empty where nothing was recorded. */
export function measureFigures({ name, before, after, other }: RowMeasure, against: string): string {
  if (!after) return '';
  const { value } = measures[name];
  const own = `${before ? `${value(before)} → ` : ''}${value(after)}`;
  if (!other) return own;
  const fewer = other.n < after.n ? ` (${other.n} of ${after.n} seeds)` : '';
  return `${own}, ${against} ${value(other)}${fewer}`;
}
