import { useState } from 'react';
import type { Axis } from '../../core/runlog/seriesStore.ts';
import { CurveChart } from './CurveChart.tsx';
import type { Reading } from './CurvePlot.ts';
import type { Drawing, Trace } from './chartTraces.ts';
import { namePosition } from './formatPosition.ts';
import styles from './StreamCurve.module.css';

interface Props {
  /** Shown above the curve, e.g. `Solver reward`. */
  label: string;
  /** The chart's full name, e.g. `Reward of the deduction solver`. */
  name: string;
  drawing: Drawing;
  axis: Axis;
  height: number;
  range?: readonly [least: number, greatest: number];
  lines?: readonly number[];
  format: (value: number) => string;
  showX: boolean;
  syncKey: string;
  onPick?: (step: number) => void;
}

const isGhost = (trace: Trace) => trace.style === 'ghost' || trace.style === 'ghostMarks';

/** A small chart with its label and, at the right, the values under the cursor, or the newest, those of the run laid over in dashes. */
export function StreamCurve({ label, ...chart }: Props) {
  const [reading, setReading] = useState<Reading>({ values: [] });
  const { axis, format, drawing } = chart;
  const empty = drawing.traces.every((trace) => trace.x.length === 0);
  const several = drawing.read.filter((index) => !isGhost(drawing.traces[index])).length > 1;
  const areas = drawing.traces[drawing.read[0]]?.style === 'area';
  return (
    <div className={styles.cell}>
      <p className={styles.head}>
        <span className={styles.label}>{label}</span>
        <span className={styles.reading}>
          {reading.position === undefined ? null : <span>{namePosition(axis, reading.position)}</span>}
          {drawing.read.map((index, order) => {
            const trace = drawing.traces[index];
            if (several && isGhost(trace) && reading.position === undefined) return null;
            const value = reading.values[order];
            // Areas are stacked: each part is what it adds to those below.
            const own = value !== undefined && areas && order > 0 ? value - (reading.values[order - 1] ?? 0) : value;
            return (
              <span key={trace.label} title={trace.label} className={isGhost(trace) ? styles.laid : styles.value}>
                {several ? (
                  <span className={styles.key} style={{ background: `var(${trace.hue})` }} aria-hidden="true" />
                ) : null}
                {own === undefined ? '–' : format(own)}
              </span>
            );
          })}
        </span>
      </p>
      <CurveChart {...chart} showY onRead={setReading} />
      {empty ? <p className={styles.empty}>no value yet</p> : null}
    </div>
  );
}
