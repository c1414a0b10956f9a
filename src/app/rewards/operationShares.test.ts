import { expect, it } from 'vitest';
import { SeriesStore } from '../../core/runlog/seriesStore.ts';
import { operationShares } from './operationShares.ts';

it('counts the last steps only, and a step without an operation as none of it', () => {
  const series = new SeriesStore();
  const rows: Record<string, number>[] = [
    { 'operations.+': 90 },
    { 'operations.+': 1, 'operations.sorted()': 3 },
    { 'operations.sorted()': 3, 'operations.%': 1, 'update.loss': 9 },
  ];
  for (const [step, row] of rows.entries()) series.append({ step, tokens: step, seconds: step }, row);
  expect(operationShares(series, 2)).toEqual([
    { name: 'sorted()', share: 6 / 8 },
    { name: '%', share: 1 / 8 },
    { name: '+', share: 1 / 8 },
  ]);
  expect(operationShares(new SeriesStore(), 2)).toEqual([]);
});
