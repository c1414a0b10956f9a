import { type KeyboardEvent, useId } from 'react';
import type { TaskType } from '../../../core/tasks/taskType.ts';
import { cellWords } from './cellWords.ts';
import { columnAt } from './columnAt.ts';
import { FrontierCells } from './FrontierCells.tsx';
import styles from './FrontierMap.module.css';
import type { FrontierLayout } from './frontierLayout.ts';
import type { FrontierColumn } from './pooledFrontier.ts';
import { reach } from './reach.ts';

export interface FrontierAxis {
  position: (step: number) => number;
  overlayPosition: (step: number) => number;
  format: (position: number) => string;
}

export interface Cell {
  column: number;
  row: number;
}

interface Props {
  type: TaskType;
  layout: FrontierLayout;
  depths: readonly number[];
  columns: readonly FrontierColumn[];
  /** Columns of the run laid over: its line is drawn in dashes. */
  overlay?: readonly FrontierColumn[];
  /** Where a step of each run stands on the horizontal axis, and how that is written. */
  axis: FrontierAxis;
  /** What the map shows, in words. */
  summary: string;
  cell: Cell | undefined;
  onCell: (cell: Cell | undefined) => void;
}

const AXIS_HEIGHT = 16;

/** Held-out accuracy of one task type: depths as rows, the shallowest at the bottom, evaluations as columns. */
export function FrontierMap({ type, layout, depths, columns, overlay, axis, summary, cell, onCell }: Props) {
  const hint = useId();
  const shown = cell && columns[cell.column] ? cell : undefined;
  const onKeyDown = (event: KeyboardEvent) => {
    if (columns.length === 0) return;
    const from = shown ?? { column: columns.length - 1, row: 0 };
    const next = { ...from };
    if (event.key === 'ArrowLeft') next.column--;
    else if (event.key === 'ArrowRight') next.column++;
    else if (event.key === 'ArrowUp') next.row++;
    else if (event.key === 'ArrowDown') next.row--;
    else if (event.key === 'Home') next.column = 0;
    else if (event.key === 'End') next.column = columns.length - 1;
    else return;
    event.preventDefault();
    onCell({
      column: Math.max(0, Math.min(columns.length - 1, next.column)),
      row: Math.max(0, Math.min(depths.length - 1, next.row)),
    });
  };
  const line = columns.map((column, index) => ({ at: index, reach: reach(column.scores) }));
  const positions = columns.map((column) => axis.position(column.lastStep));
  const ghost = (overlay ?? []).map((column) => ({
    at: columnAt(positions, axis.overlayPosition(column.lastStep)),
    reach: reach(column.scores),
  }));
  const words = shown ? cellWords(depths[shown.row], columns[shown.column], shown.row) : summary;
  return (
    <div
      className={styles.map}
      role="slider"
      tabIndex={0}
      aria-label={`Frontier of ${type}`}
      aria-describedby={hint}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, columns.length - 1)}
      aria-valuenow={shown?.column ?? Math.max(0, columns.length - 1)}
      aria-valuetext={words}
      onKeyDown={onKeyDown}
      onFocus={() => !shown && columns.length > 0 && onCell({ column: columns.length - 1, row: 0 })}
      onBlur={() => onCell(undefined)}
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const found = layout.cellAt(event.clientX - box.left, event.clientY - box.top);
        onCell(found && columns[found.column] && found.row < depths.length ? found : undefined);
      }}
      onPointerLeave={() => onCell(undefined)}
    >
      <svg className={styles.picture} width={layout.width} height={layout.height + AXIS_HEIGHT} aria-hidden="true">
        <FrontierCells layout={layout} depths={depths} columns={columns} />
        <AxisLabels layout={layout} columns={columns} axis={axis} />
        {overlay ? <ReachLine layout={layout} points={ghost} className={styles.ghost} /> : null}
        <ReachLine layout={layout} points={line} className={styles.reach} halo />
        {shown ? (
          <rect
            className={styles.focus}
            x={shown.column * layout.columnWidth}
            y={layout.top(shown.row)}
            width={layout.columnWidth}
            height={layout.rowHeight}
          />
        ) : null}
      </svg>
      <span id={hint} className="visually-hidden">
        Held-out accuracy by program depth and step. Left and right choose the step, up and down the depth.
      </span>
    </div>
  );
}

interface ReachLineProps {
  layout: FrontierLayout;
  /** Column numbers, not always whole, and heights in rows. */
  points: readonly { at: number; reach: number }[];
  className: string;
  halo?: boolean;
}

/** Where accuracy falls through one half, over the columns. Ends at the edge of the map. */
function ReachLine({ layout, points, className, halo = false }: ReachLineProps) {
  const places = points
    .map(({ at, reach: rows }) => [(at + 0.5) * layout.columnWidth, layout.level(rows)])
    .filter(([x]) => x <= layout.width + 0.5);
  if (places.length === 0) return null;
  const [x, y] = places[places.length - 1];
  const path = [[0, places[0][1]], ...places]
    .map(([px, py], index) => `${index ? 'L' : 'M'}${px.toFixed(1)} ${py.toFixed(1)}`)
    .join('');
  return (
    <g>
      {halo ? <path d={path} className={styles.halo} /> : null}
      <path d={path} className={className} />
      {halo ? <circle cx={x} cy={y} r={4} className={styles.head} /> : null}
    </g>
  );
}

/** Labels of the first, the last and some columns between, as many as there is room for. */
function AxisLabels({ layout, columns, axis }: Pick<Props, 'layout' | 'columns' | 'axis'>) {
  const every = Math.max(1, Math.ceil(44 / layout.columnWidth));
  const last = columns.length - 1;
  const labelled = columns.flatMap((_, index) =>
    index === last || (index % every === 0 && last - index >= every) ? [index] : [],
  );
  return (
    <g>
      {labelled.map((index) => {
        const middle = (index + 0.5) * layout.columnWidth;
        const anchor = middle < 14 ? 'start' : middle > layout.width - 14 ? 'end' : 'middle';
        const x = anchor === 'start' ? 0 : anchor === 'end' ? layout.width : middle;
        return (
          <text key={index} className={styles.axis} x={x} y={layout.height + 12} textAnchor={anchor}>
            {axis.format(axis.position(columns[index].lastStep))}
          </text>
        );
      })}
    </g>
  );
}
