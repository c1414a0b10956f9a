import type { EvidenceRow } from './evidenceRows.ts';
import { percentText } from './statistics.ts';

/** What the solver earned and what was right in training, at the start and at the end; empty where that was not measured. */
export function trainingText({ trends }: EvidenceRow): string {
  const [reward, right] = [trends['solve.reward'], trends['solve.accuracy']];
  if (!reward || !right) return '';
  return `reward ${reward.first.mean.toFixed(2)} → ${reward.last.mean.toFixed(2)}, right ${percentText(right.first)} → ${percentText(right.last)}`;
}
