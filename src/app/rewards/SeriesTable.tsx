import { useState } from 'react';
import type { RunState } from '../../core/runlog/runState.ts';
import { useRunOf } from '../useRunState.ts';
import styles from './SeriesTable.module.css';

/** Rows that a reader can take in; the CSV has them all. */
const MOST_ROWS = 60;

export interface SeriesColumn {
  label: string;
  series: string;
  format: (value: number) => string;
}

/** Curves as a table, newest step first. Filled only while it is open. */
export function SeriesTable({
  run,
  title,
  columns,
}: {
  run: RunState;
  title: string;
  columns: readonly SeriesColumn[];
}) {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.whole} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title} as a table</summary>
      {open ? <Table run={run} title={title} columns={columns} /> : null}
    </details>
  );
}

function Table({ run, title, columns }: { run: RunState; title: string; columns: readonly SeriesColumn[] }) {
  const length = useRunOf(run, ['series'], (state) => state.series.length);
  const steps = run.series.x('step');
  const views = columns.map((column) => run.series.view(column.series).mean);
  const rows = Array.from({ length: Math.min(length, MOST_ROWS) }, (_, index) => length - 1 - index);
  return (
    <div className={styles.scroll}>
      <table>
        <caption>
          {title}
          {length > MOST_ROWS ? `: newest ${MOST_ROWS} of ${length} rows` : ''}
        </caption>
        <thead>
          <tr>
            <th scope="col">Step</th>
            {columns.map((column) => (
              <th key={column.series} scope="col">
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={steps[row]}>
              <th scope="row">{steps[row]}</th>
              {columns.map((column, index) => (
                <td key={column.series}>{Number.isNaN(views[index][row]) ? '–' : column.format(views[index][row])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
