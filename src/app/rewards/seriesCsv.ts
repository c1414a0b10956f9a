import type { SeriesStore } from '../../core/runlog/seriesStore.ts';

const number = (value: number) => (Number.isNaN(value) ? '' : String(value));

/**
 * All series of a run as CSV: a row for each kept step (or bucket of steps, named by its last one), a column for each series.
 * Where steps were merged each series has its mean, and `<series> min` and `<series> max` beside it.
 */
export function seriesCsv(series: SeriesStore): string {
  const names = series.names();
  const merged = series.bucketRows > 1;
  const quoted = (name: string) => (/[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
  const header = names.flatMap((name) => (merged ? [name, `${name} min`, `${name} max`] : [name]).map(quoted));
  const columns = names.flatMap((name) => {
    const { mean, min, max } = series.view(name);
    return merged ? [mean, min, max] : [mean];
  });
  const positions = (['step', 'tokens', 'seconds'] as const).map((axis) => series.x(axis));
  const lines = [['step', 'tokens', 'seconds', ...header].join(',')];
  for (let row = 0; row < series.length; row++) {
    lines.push([...positions, ...columns].map((column) => number(column[row])).join(','));
  }
  return `${lines.join('\n')}\n`;
}
