import type uPlot from 'uplot';
import type { Axis } from '../../core/runlog/seriesStore.ts';
import type { Drawing, Trace } from './chartTraces.ts';
import { formatPosition } from './formatPosition.ts';

export interface ChartLook {
  axis: Axis;
  /** Fixed range of y; without one it follows the values, from 0. */
  range?: readonly [least: number, greatest: number];
  /** Values of y that get a line and a label. */
  lines?: readonly number[];
  format: (value: number) => string;
  showX: boolean;
  showY: boolean;
  /** Charts with the same key share their cursor. */
  syncKey: string;
}

const colours = new Map<string, string>();

/** The computed value of a custom property, e.g. `--ink-3`: a canvas cannot read CSS by itself. Looked up once for each theme. */
function colour(name: string): string {
  const root = document.documentElement;
  const key = `${root.dataset.theme} ${name}`;
  let value = colours.get(key);
  if (value === undefined) colours.set(key, (value = getComputedStyle(root).getPropertyValue(name).trim()));
  return value;
}

function faded(name: string, share: number): string {
  return `color-mix(in srgb, ${colour(name)} ${share}%, transparent)`;
}

function seriesOf(trace: Trace): uPlot.Series {
  const line: uPlot.Series = {
    label: trace.label,
    spanGaps: true,
    stroke: () => colour(trace.hue),
    width: 1.75,
    // A first point alone makes no line: it gets a mark.
    points: { show: (plot) => plot.data[0].length < 2, size: 5, fill: () => colour(trace.hue) },
  };
  switch (trace.style) {
    case 'line':
      return line;
    case 'faint':
      return { ...line, stroke: () => faded(trace.hue, 32), width: 1 };
    case 'edge':
      return { ...line, stroke: () => 'transparent', width: 0, points: { show: false } };
    case 'ghost':
      return { ...line, width: 1.5, dash: [4, 3] };
    case 'marks':
      return { ...line, points: { show: true, size: 5, fill: () => colour(trace.hue), space: 7 } };
    case 'ghostMarks':
      return {
        ...line,
        width: 1.5,
        dash: [4, 3],
        points: { show: true, size: 4, fill: () => colour('--surface'), space: 7 },
      };
    case 'area':
      return { ...line, stroke: () => colour('--surface'), width: 1, fill: () => colour(trace.hue) };
  }
}

/** uPlot's options for a drawing. Colours are read when they are drawn, so a change of theme needs no more than a redraw. */
export function chartOptions(
  drawing: Drawing,
  look: ChartLook,
  size: { width: number; height: number },
): uPlot.Options {
  const font = `11px ${colour('--font-text')}`;
  const axis = { font, stroke: () => colour('--ink-3'), border: { show: false } };
  const line = { stroke: () => colour('--line'), width: 1 };
  const { lines, range } = look;
  return {
    ...size,
    padding: [6, 12, look.showX ? 0 : 4, look.showY ? 0 : 6],
    legend: { show: false },
    scales: {
      x: { time: false, range: (_, __, greatest) => [0, greatest > 0 ? greatest : 1] },
      y: { range: range ? [...range] : (_, least, greatest) => roomy(least, greatest) },
    },
    axes: [
      {
        ...axis,
        size: look.showX ? 22 : 0,
        gap: 3,
        space: 56,
        ticks: { ...line, size: 3, show: look.showX },
        grid: { show: false },
        values: (_, splits) => splits.map((value) => (look.showX ? formatPosition(look.axis, value) : '')),
      },
      {
        ...axis,
        size: look.showY ? 40 : 0,
        gap: 4,
        space: 22,
        ticks: { show: false },
        grid: line,
        ...(lines ? { splits: () => [...lines] } : {}),
        values: (_, splits) => splits.map((value) => (look.showY ? look.format(value) : '')),
      },
    ],
    series: [{}, ...drawing.traces.map(seriesOf)],
    bands: drawing.bands.map(([upper, lower]) => ({
      series: [upper + 1, lower + 1],
      fill: () => faded(drawing.traces[upper].hue, 18),
    })),
    cursor: {
      y: false,
      drag: { x: false, y: false },
      sync: { key: look.syncKey, scales: ['x', null] },
      hover: { skip: [null] },
      points: { show: true, size: 6, fill: (_, index) => pointFill(index, drawing) },
    },
  };
}

function pointFill(index: number, { traces, read }: Drawing): string {
  const trace = traces[index - 1];
  if (!trace || !read.includes(index - 1) || trace.style === 'area') return 'transparent';
  return colour(trace.hue);
}

/** From 0, or below where values are, to a little above the greatest. */
function roomy(least: number | null, greatest: number | null): [number, number] {
  const low = Math.min(0, least ?? 0);
  const high = Math.max(greatest ?? 0, low);
  return high > low ? [low, high + 0.08 * (high - low)] : [low, low + 1];
}
