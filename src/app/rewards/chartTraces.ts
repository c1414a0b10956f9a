import type { Axis, SeriesPoints, SeriesStore } from '../../core/runlog/seriesStore.ts';
import { smooth } from './smooth.ts';

/**
 * How a trace is drawn: `line` the curve itself, `faint` its raw values, `edge` an invisible edge of a band, `ghost` the dashed
 * curve of the run laid over, `marks` a line with a mark at each point, `area` filled down to zero.
 */
export type TraceStyle = 'line' | 'faint' | 'edge' | 'ghost' | 'marks' | 'ghostMarks' | 'area';

/** One set of points in a chart. */
export interface Trace {
  label: string;
  style: TraceStyle;
  /** Name of the custom property that holds its colour, e.g. `--deduction-mark`. */
  hue: string;
  /** Positions on the chart's axis, rising. */
  x: Float64Array;
  y: Float64Array;
  /** The step of each point. */
  steps: Float64Array;
}

/** What a chart draws: traces, bands between pairs of traces (indices, upper first), and the trace that the cursor reads. */
export interface Drawing {
  traces: Trace[];
  bands: [upper: number, lower: number][];
  /** Indices of the traces that the cursor reads, by the label that is shown. */
  read: number[];
}

export interface Curve extends SeriesPoints {
  steps: Float64Array;
}

/** A series on an axis, without its gaps, with the step of each point. */
export function curveOf(series: SeriesStore, name: string, axis: Axis): Curve {
  const points = series.points(name, 'step');
  const steps = points.x;
  if (axis === 'step') return { ...points, steps };
  const positions = series.x(axis);
  const rows = series.x('step');
  let row = 0;
  const x = steps.map((step) => {
    while (rows[row] < step) row++;
    return positions[row];
  });
  return { ...points, x, steps };
}

/** One curve of a chart, and the same of the run laid over. */
export interface CurvePair {
  label: string;
  hue: string;
  main: Curve;
  overlay?: Curve;
}

interface CurveStyle {
  /** Smoothing, in steps. */
  span: number;
  /** Steps were merged: each curve gets the band from its least to its greatest value. */
  merged: boolean;
  /** A mark at each point, for series with few. */
  marks?: boolean;
}

/**
 * Curves as they are drawn: smoothed, with their raw values faint behind them, and their band where steps were merged. Those of the run
 * laid over come as dashed lines, smoothed alike.
 */
export function curvesDrawing(curves: readonly CurvePair[], { span, merged, marks = false }: CurveStyle): Drawing {
  const drawing: Drawing = { traces: [], bands: [], read: [] };
  const { traces, bands, read } = drawing;
  for (const { label, hue, main } of curves) {
    const { x, steps } = main;
    if (merged) {
      bands.push([traces.length, traces.length + 1]);
      traces.push({ label: `${label}, greatest`, style: 'edge', hue, x, steps, y: main.max });
      traces.push({ label: `${label}, least`, style: 'edge', hue, x, steps, y: main.min });
    }
    if (span > 0) traces.push({ label: `${label}, raw`, style: 'faint', hue, x, steps, y: main.mean });
    read.push(traces.length);
    traces.push({ label, style: marks ? 'marks' : 'line', hue, x, steps, y: smooth(steps, main.mean, span) });
  }
  for (const { label, hue, overlay } of curves) {
    if (!overlay) continue;
    const { x, steps } = overlay;
    const y = smooth(steps, overlay.mean, span);
    read.push(traces.length);
    const style = marks ? 'ghostMarks' : 'ghost';
    traces.push({ label: `${label}, laid over`, style, hue: curves.length > 1 ? hue : '--ink-2', x, steps, y });
  }
  return drawing;
}

/** Shares or counts stacked on each other: the first part lies at the bottom. Parts without a value at a point count as 0 there. */
export function stackedDrawing(parts: readonly { label: string; hue: string; curve: Curve }[], span: number): Drawing {
  const x = unionOf(parts.map(({ curve }) => curve.x));
  const steps = unionOf(parts.map(({ curve }) => curve.steps));
  let below = new Float64Array(x.length);
  const traces = parts.map(({ label, hue, curve }): Trace => {
    const values = new Float64Array(x.length);
    let from = 0;
    for (let i = 0; i < curve.x.length; i++) {
      while (x[from] < curve.x[i]) from++;
      values[from] = curve.mean[i];
    }
    const y = smooth(steps, values, span).map((value, i) => value + below[i]);
    below = y;
    return { label, hue, style: 'area', x, steps, y };
  });
  // The tallest is drawn first, so that each shorter one covers its own part.
  return { traces: traces.reverse(), bands: [], read: traces.map((_, index) => index).reverse() };
}

/** All positions that occur in any of the lists, rising, each once. */
export function unionOf(lists: readonly Float64Array[]): Float64Array {
  const [first, ...rest] = lists;
  if (rest.every((list) => sameValues(list, first))) return first ?? new Float64Array();
  const all = new Set<number>();
  for (const list of lists) for (const value of list) all.add(value);
  return new Float64Array(all).sort();
}

function sameValues(a: Float64Array, b: Float64Array): boolean {
  return a === b || (a.length === b.length && a.every((value, index) => value === b[index]));
}

/** Columns on one x, as uPlot takes them: null where a trace has no point. */
export type AlignedColumns = [x: number[], ...columns: (number | null)[][]];

/** Puts traces with positions of their own on one x. */
export function alignTraces(traces: readonly Trace[]): AlignedColumns {
  const x = unionOf(traces.map((trace) => trace.x));
  const columns = traces.map((trace) => {
    if (trace.x.length === x.length) return [...trace.y];
    const column = new Array<number | null>(x.length).fill(null);
    let row = 0;
    for (let i = 0; i < trace.x.length; i++) {
      while (x[row] < trace.x[i]) row++;
      column[row] = trace.y[i];
    }
    return column;
  });
  return [[...x], ...columns];
}
