import type { SeriesStore } from '../../core/runlog/seriesStore.ts';

/** Mean of a series over its rows of the last `steps` steps up to `until`, undefined when none of them has a value. */
export function recentMean(
  series: SeriesStore,
  name: string,
  steps: number,
  until = series.x('step').at(-1) ?? 0,
): number | undefined {
  const { mean } = series.view(name);
  const positions = series.x('step');
  let sum = 0;
  let rows = 0;
  for (let row = series.length - 1; row >= 0 && positions[row] > until - steps; row--) {
    if (positions[row] > until || Number.isNaN(mean[row])) continue;
    sum += mean[row];
    rows++;
  }
  return rows > 0 ? sum / rows : undefined;
}
