/** One line of `npm run bench`: what one implementation did. `null` is "not measured". */
export type BenchRow = {
  /** Who: `ours`, or the peer with its version. */
  impl: string;
  /** What it worked on: a model size, or the set of programs. */
  size: string;
  /** What it did with it. */
  phase: string;
} & Record<string, number | string | null>;

/** A part of the benchmark. */
export interface BenchPart {
  /** The figures of its rows, in the order of the printed table. */
  figures: readonly string[];
  /**
   * Measures, peers in the same run.
   * @param say takes sentences for people: what is being done, what is not installed and how to get it
   */
  run: (say: (sentence: string) => void) => Promise<BenchRow[]>;
}

const shown = (value: number | string | null): string => {
  if (value === null) return 'not measured';
  if (typeof value === 'string') return value;
  return value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 0 });
};

/** The rows as a table for people; numbers are right-aligned. */
export function benchTable(figures: readonly string[], rows: readonly BenchRow[]): string {
  const columns = ['impl', 'size', 'phase', ...figures];
  const cells = [columns, ...rows.map((row) => columns.map((column) => shown(row[column] ?? null)))];
  const widths = columns.map((_, column) => Math.max(...cells.map((line) => line[column].length)));
  const line = (texts: string[]): string =>
    texts.map((text, column) => (column < 3 ? text.padEnd(widths[column]) : text.padStart(widths[column]))).join('  ');
  return cells.map(line).join('\n');
}
