import type { SeriesStore } from '../../core/runlog/seriesStore.ts';

const PREFIX = 'operations.';

/** Shares of the operations in the programs accepted in the last `steps` steps, the most frequent first. A step without one counts 0 of it. */
export function operationShares(series: SeriesStore, steps: number): { name: string; share: number }[] {
  const positions = series.x('step');
  const until = positions.at(-1) ?? 0;
  const counts = series
    .names()
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => {
      const { mean } = series.view(name);
      let count = 0;
      for (let row = series.length - 1; row >= 0 && positions[row] > until - steps; row--) {
        if (!Number.isNaN(mean[row])) count += mean[row];
      }
      return { name: name.slice(PREFIX.length), count };
    });
  const whole = counts.reduce((sum, { count }) => sum + count, 0);
  return counts
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => ({ name, share: count / whole }))
    .sort((a, b) => b.share - a.share || a.name.localeCompare(b.name));
}
