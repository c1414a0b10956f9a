import type uPlot from 'uplot';
import type { Size } from '../style/useSize.ts';
import { type ChartLook, chartOptions } from './chartOptions.ts';
import { alignTraces, type Drawing } from './chartTraces.ts';

/** What a chart's cursor reads: the value of each read trace, at the cursor or, when that is away, the newest. */
export interface Reading {
  position?: number;
  values: (number | undefined)[];
}

/** The chart library comes with the first chart, not with the page. */
export async function loadPlots(): Promise<typeof uPlot> {
  const [library] = await Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]);
  return library.default;
}

/** One uPlot in a box: made anew when what is drawn changes its shape, otherwise given its new values. */
export class CurvePlot {
  private plot: uPlot | undefined;
  private shape = '';
  private size: Size = { width: 0, height: 0 };
  private drawing: Drawing | undefined;
  private readonly themes: MutationObserver;

  constructor(
    private readonly library: typeof uPlot,
    private readonly box: HTMLElement,
    private readonly onRead: (reading: Reading) => void,
  ) {
    this.themes = new MutationObserver(() => this.plot?.redraw(false));
    this.themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  }

  draw(drawing: Drawing, look: ChartLook, size: Size): void {
    if (size.width === 0 || size.height === 0 || this.unchanged(drawing, look, size)) return;
    const data = alignTraces(drawing.traces);
    const shape = shapeOf(drawing, look);
    const before = this.plot;
    this.drawing = drawing;
    if (!before || shape !== this.shape) {
      before?.destroy();
      const options = { ...chartOptions(drawing, look, size), hooks: { setCursor: [() => this.read()] } };
      this.plot = new this.library(options, data, this.box);
    } else {
      if (size.width !== this.size.width || size.height !== this.size.height) before.setSize(size);
      before.setData(data);
    }
    this.shape = shape;
    this.size = size;
    this.read();
  }

  /** Moves the shared cursor to a position of this chart; undefined takes it away. */
  pointAt(position: number | undefined): void {
    const { plot } = this;
    if (!plot) return;
    const { left, top } = plot.over.getBoundingClientRect();
    const middle = { clientX: left + (position === undefined ? 0 : plot.valToPos(position, 'x')), clientY: top + 1 };
    plot.over.dispatchEvent(new MouseEvent(position === undefined ? 'mouseleave' : 'mousemove', middle));
  }

  destroy(): void {
    this.themes.disconnect();
    this.plot?.destroy();
  }

  private unchanged(drawing: Drawing, look: ChartLook, size: Size): boolean {
    return (
      drawing === this.drawing &&
      size.width === this.size.width &&
      size.height === this.size.height &&
      shapeOf(drawing, look) === this.shape
    );
  }

  private read(): void {
    const { plot, drawing } = this;
    if (!plot || !drawing) return;
    const { idx, idxs } = plot.cursor;
    if (idx === null || idx === undefined) {
      this.onRead({ values: drawing.read.map((trace) => drawing.traces[trace].y.at(-1)) });
      return;
    }
    const values = drawing.read.map((trace) => plot.data[trace + 1][idxs?.[trace + 1] ?? idx] ?? undefined);
    this.onRead({ position: plot.data[0][idxs?.[drawing.read[0] + 1] ?? idx], values });
  }
}

function shapeOf(drawing: Drawing, look: ChartLook): string {
  const traces = drawing.traces.map(({ style, hue }) => `${style}${hue}`);
  return [look.axis, look.showX, look.showY, look.range, look.lines, look.syncKey, ...traces].join(' ');
}
