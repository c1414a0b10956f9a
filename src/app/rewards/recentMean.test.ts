import { expect, it } from 'vitest';
import { SeriesStore } from '../../core/runlog/seriesStore.ts';
import { recentMean } from './recentMean.ts';

const store = new SeriesStore();
for (let step = 1; step <= 20; step++) {
  store.append({ step, tokens: step, seconds: step }, step % 2 ? { odd: step } : { even: step });
}

it('is over the last steps that have a value', () => {
  expect(recentMean(store, 'odd', 4)).toBe(18);
  expect(recentMean(store, 'even', 1)).toBe(20);
  expect(recentMean(store, 'odd', 1)).toBeUndefined();
  expect(recentMean(store, 'nothing', 10)).toBeUndefined();
});

it('can look back from an earlier step', () => {
  expect(recentMean(store, 'odd', 4, 10)).toBe(8);
  expect(recentMean(new SeriesStore(), 'odd', 4)).toBeUndefined();
});
