import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type uPlot from 'uplot';
import { useSize } from '../style/useSize.ts';
import styles from './CurveChart.module.css';
import { CurvePlot, loadPlots, type Reading } from './CurvePlot.ts';
import type { ChartLook } from './chartOptions.ts';
import type { Drawing } from './chartTraces.ts';
import { namePosition } from './formatPosition.ts';

interface Props extends ChartLook {
  /** The chart's name, for screen readers: what is drawn. */
  name: string;
  drawing: Drawing;
  height: number;
  /** Told what the cursor reads. */
  onRead: (reading: Reading) => void;
  /** The step of a point was chosen. */
  onPick?: (step: number) => void;
}

const moves: Record<string, (index: number, last: number) => number> = {
  ArrowRight: (index) => index + 1,
  ArrowUp: (index) => index + 1,
  ArrowLeft: (index) => index - 1,
  ArrowDown: (index) => index - 1,
  PageUp: (index) => index + 10,
  PageDown: (index) => index - 10,
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * Curves on a canvas. The cursor follows the pointer or, with the chart in focus, the arrow keys, point by point, and is shared by
 * charts with the same sync key; a click or Enter chooses the step under it.
 */
export function CurveChart({ name, drawing, height, onRead, onPick, ...look }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<CurvePlot>(undefined);
  const reading = useRef<Reading>({ values: [] });
  const { width } = useSize(box);
  const hint = useId();
  const [library, setLibrary] = useState<typeof uPlot>();
  /** Index of the point that the keys have reached; undefined at the newest. */
  const [reached, setReached] = useState<number>();
  const main = drawing.traces[drawing.read[0]];
  const last = (main?.x.length ?? 0) - 1;
  const index = Math.min(reached ?? last, last);
  const latest = useRef(onRead);

  useEffect(() => {
    latest.current = onRead;
  });
  useEffect(() => {
    let wanted = true;
    loadPlots().then((loaded) => wanted && setLibrary(() => loaded));
    return () => {
      wanted = false;
    };
  }, []);
  useEffect(() => {
    if (!library || !box.current) return;
    const made = new CurvePlot(library, box.current, (read) => {
      reading.current = read;
      latest.current(read);
    });
    plot.current = made;
    return () => {
      made.destroy();
      plot.current = undefined;
    };
  }, [library]);
  useEffect(() => plot.current?.draw(drawing, look, { width, height }));

  const pick = (position: number | undefined) => {
    const row = position === undefined ? -1 : (main?.x.indexOf(position) ?? -1);
    if (row >= 0) onPick?.(main.steps[row]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = moves[event.key];
    if ((!move && event.key !== 'Enter') || last < 0) return;
    // Of Enter too: the dialog that opens takes the focus, and the rest of the key press would close it again.
    event.preventDefault();
    if (!move) return pick(main.x[index]);
    const next = Math.max(0, Math.min(last, move(index, last)));
    setReached(next);
    plot.current?.pointAt(main.x[next]);
  };
  const spoken =
    last < 0 ? 'no values yet' : `${namePosition(look.axis, main.x[index])}: ${look.format(main.y[index])}`;
  return (
    <>
      <div
        ref={box}
        role="slider"
        tabIndex={0}
        className={onPick ? styles.pickable : styles.chart}
        style={{ height }}
        aria-label={name}
        aria-describedby={hint}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, last)}
        aria-valuenow={Math.max(0, index)}
        aria-valuetext={spoken}
        onKeyDown={onKeyDown}
        onClick={() => pick(reading.current.position)}
        onBlur={() => {
          setReached(undefined);
          plot.current?.pointAt(undefined);
        }}
      />
      <span id={hint} className="visually-hidden">
        {onPick
          ? 'Chart. Arrow keys move along its points, Enter opens the completions of that step.'
          : 'Chart. Arrow keys move along its points.'}
      </span>
    </>
  );
}
