import { type ReactNode, useRef } from 'react';
import { NOT_RUN, type Range } from '../../core/evidence/evidenceRows.ts';
import { amountText, millionsText, type PriorPoint, pointCell } from '../../core/evidence/priorCurve.ts';
import type { Spread } from '../../core/evidence/statistics.ts';
import { type TaskType, taskTypes } from '../../core/tasks/taskType.ts';
import { useSize } from '../style/useSize.ts';
import { markerPath } from './markerPath.ts';
import styles from './PriorChart.module.css';

/** Room around the plot: percentages at the left, amounts and tokens below. */
const EDGE = { left: 46, right: 12, top: 8, bottom: 38 };
/** And for the words "not run" below those. */
const NOT_RUN_HEIGHT = 14;
const PLOT_HEIGHT = 210;
/** From the edge of the plot to the first amount and the last. */
const INSET = 32;
const PERCENTS = [0, 25, 50, 75, 100];
/** Values of one amount stand beside each other, so that none hides another: a type from the next, and before from after. */
const APART = { type: 18, end: 2.5 };
const RADIUS = 4;

const ends = ['before', 'after'] as const;
type End = (typeof ends)[number];

interface Place {
  x: number;
  spread: Spread;
}

/** Held-out accuracy over how much of the warm-up a run began with: dashed and hollow before self-play, solid after it. */
export function PriorChart({ curve, range }: { curve: readonly PriorPoint[]; range: Range }) {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const across = width - EDGE.left - EDGE.right - 2 * INSET;
  const height =
    EDGE.top + PLOT_HEIGHT + EDGE.bottom + (curve.some(({ seeds }) => seeds.length === 0) ? NOT_RUN_HEIGHT : 0);
  const xOf = (prior: number) => EDGE.left + INSET + prior * across;
  const places = (index: number, end: End): Place[] =>
    curve.flatMap((point) => {
      const cell = pointCell(point, taskTypes[index], range);
      const aside = (index - 1) * APART.type + (end === 'before' ? -APART.end : APART.end);
      return cell ? [{ x: xOf(point.prior) + aside, spread: cell[end] }] : [];
    });
  return (
    <div ref={box} className={styles.box} style={{ height }}>
      {across > 0 ? (
        <svg
          className={styles.picture}
          width={width}
          height={height}
          role="img"
          aria-label={`Held-out accuracy ${range}, before and after self-play, by how much of the warm-up a run began with. The table below has the numbers.`}
        >
          {PERCENTS.map((percent) => (
            <g key={percent}>
              <path className={styles.grid} d={`M${EDGE.left} ${yOf(percent / 100)}H${width - EDGE.right}`} />
              <text className={styles.tick} x={EDGE.left - 8} y={yOf(percent / 100) + 4} textAnchor="end">
                {percent} %
              </text>
            </g>
          ))}
          <text className={styles.tick} y={yOf(0) + 18}>
            warm-up
          </text>
          <text className={styles.tick} y={yOf(0) + 32}>
            tokens
          </text>
          {curve.map((point) => (
            <Amount key={point.preset} point={point} x={xOf(point.prior)} />
          ))}
          {taskTypes.map((type, index) => (
            <g key={type} className={type}>
              {ends.map((end) => (
                <Line key={end} type={type} end={end} places={places(index, end)} />
              ))}
            </g>
          ))}
        </svg>
      ) : null}
    </div>
  );
}

const yOf = (share: number) => EDGE.top + PLOT_HEIGHT * (1 - share);

function Amount({ point: { prior, tokens, seeds }, x }: { point: PriorPoint; x: number }) {
  const bottom = yOf(0);
  return (
    <g>
      <path className={styles.grid} d={`M${x} ${bottom}v5`} />
      <text className={styles.amount} x={x} y={bottom + 18}>
        {amountText(prior)}
      </text>
      <text className={styles.tick} x={x} y={bottom + 32} textAnchor="middle">
        {millionsText(tokens)}
      </text>
      {seeds.length === 0 ? (
        <text className={styles.tick} x={x} y={bottom + 32 + NOT_RUN_HEIGHT} textAnchor="middle">
          {NOT_RUN}
        </text>
      ) : null}
    </g>
  );
}

function Line({ type, end, places }: { type: TaskType; end: End; places: readonly Place[] }) {
  const path = places.map(({ x, spread }, index) => `${index === 0 ? 'M' : 'L'}${x} ${yOf(spread.mean).toFixed(1)}`);
  return (
    <g className={styles[end]}>
      <path className={styles.line} d={path.join('')} />
      {places.map(({ x, spread: { mean, sd } }) => (
        <g key={x} transform={`translate(${x} 0)`}>
          {sd > 0 ? (
            <path
              className={styles.bar}
              d={`M-3 ${yOf(Math.min(1, mean + sd))}h6m-3 0V${yOf(Math.max(0, mean - sd))}m-3 0h6`}
            />
          ) : null}
          <path className={styles.marker} d={markerPath(type, RADIUS)} transform={`translate(0 ${yOf(mean)})`} />
        </g>
      ))}
    </g>
  );
}

/** What colours, shapes and strokes stand for. */
export function PriorLegend() {
  return (
    <ul className={styles.legend}>
      {taskTypes.map((type) => (
        <li key={type} className={`${type} ${styles.after}`}>
          <Key width={12}>
            <path className={styles.marker} d={markerPath(type, RADIUS)} />
          </Key>
          {type}
        </li>
      ))}
      {ends.map((end) => (
        <li key={end} className={`${styles.plain} ${styles[end]}`}>
          <Key width={28}>
            <path className={styles.line} d="M-13 0h26" />
            <path className={styles.marker} d={markerPath('deduction', RADIUS)} />
          </Key>
          {end} self-play
        </li>
      ))}
      <li className={styles.plain}>
        <Key width={8}>
          <path className={styles.bar} d="M-3 -7h6m-3 0V7m-3 0h6" />
        </Key>
        standard deviation over seeds
      </li>
    </ul>
  );
}

function Key({ width, children }: { width: number; children: ReactNode }) {
  return (
    <svg viewBox={`${-width / 2} -8 ${width} 16`} width={width} height="16" aria-hidden="true">
      {children}
    </svg>
  );
}
