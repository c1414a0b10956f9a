import { useCallback } from 'react';
import type { RunState } from '../../core/runlog/runState.ts';
import type { Axis } from '../../core/runlog/seriesStore.ts';
import type { TaskType } from '../../core/tasks/taskType.ts';
import type { NamedRun } from '../store.ts';
import { curveOf, curvesDrawing, type Drawing, stackedDrawing } from './chartTraces.ts';
import { StreamCurve } from './StreamCurve.tsx';
import { useDerived } from './useDerived.ts';

/** A chart of some series of the run. */
export interface ChartSpec {
  label: string;
  /** The task type that it is about: a run without that type does not show it. */
  type?: TaskType;
  /** The chart's full name. */
  name: string;
  lines: readonly { label: string; hue: string; series: string }[];
  format: (value: number) => string;
  range?: readonly [least: number, greatest: number];
  /** Parts of a whole, filled and stacked. Then no other run is laid over. */
  stacked?: boolean;
}

/** What all charts of a panel share. */
export interface ChartFrame {
  run: RunState;
  overlay?: NamedRun;
  axis: Axis;
  span: number;
  height: number;
  syncKey: string;
}

/** Draws what a spec says. `spec` must be the same object from one render to the next. */
export function SeriesChart({ spec, frame }: { spec: ChartSpec; frame: ChartFrame }) {
  const { run, overlay, axis, span, height, syncKey } = frame;
  const make = useCallback(
    (state: RunState, laid: RunState | undefined): Drawing => {
      const curves = spec.lines.map(({ label, hue, series }) => ({
        label,
        hue,
        main: curveOf(state.series, series, axis),
        overlay: laid && curveOf(laid.series, series, axis),
      }));
      if (spec.stacked)
        return stackedDrawing(
          curves.map(({ main, ...part }) => ({ ...part, curve: main })),
          span,
        );
      return curvesDrawing(curves, { span, merged: state.series.bucketRows > 1 });
    },
    [spec, axis, span],
  );
  const drawing = useDerived(run, spec.stacked ? undefined : overlay?.state, ['series'], make);
  return (
    <StreamCurve
      label={spec.label}
      name={spec.name}
      drawing={drawing}
      axis={axis}
      height={height}
      range={spec.range}
      format={spec.format}
      showX
      syncKey={syncKey}
    />
  );
}
