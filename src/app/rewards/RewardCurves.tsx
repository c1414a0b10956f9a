import { useCallback } from 'react';
import type { RunState } from '../../core/runlog/runState.ts';
import { streamSeries } from '../../core/runlog/series.ts';
import type { Axis } from '../../core/runlog/seriesStore.ts';
import { type Stream, type TaskType, taskTypes } from '../../core/tasks/taskType.ts';
import { type NamedRun, useStore } from '../store.ts';
import { TypeGlyph } from '../style/TypeGlyph.tsx';
import { type Curve, curveOf, curvesDrawing, type Drawing } from './chartTraces.ts';
import { heldoutCurve } from './heldoutCurve.ts';
import styles from './RewardCurves.module.css';
import { rewardScale, shareScale } from './rewardScale.ts';
import { StreamCurve } from './StreamCurve.tsx';
import { streamName, streamParts } from './streamNames.ts';
import { useDerived } from './useDerived.ts';

interface Props {
  run: RunState;
  overlay?: NamedRun;
  axis: Axis;
  /** Smoothing, in steps. */
  span: number;
  /** Height of one chart. */
  height: number;
}

const SYNC = 'rewards';

/** The six task × role streams and the held-out accuracy: a column for each task type, one x and one cursor for all. */
export function RewardCurves(props: Props) {
  return (
    <div className={styles.grid}>
      {taskTypes.map((type) => (
        <section key={type} className={styles.column} aria-label={`Curves of ${type}`}>
          <p className={styles.head}>
            <TypeGlyph type={type} named />
          </p>
          <RewardCurve {...props} stream={`propose.${type}`} />
          <RewardCurve {...props} stream={`solve.${type}`} />
          <HeldoutCurve {...props} type={type} />
        </section>
      ))}
    </div>
  );
}

function RewardCurve({ run, overlay, axis, span, height, stream }: Props & { stream: Stream }) {
  const selectGroup = useStore((store) => store.selectGroup);
  const { role, type } = streamParts(stream);
  const make = useCallback(
    (state: RunState, laid: RunState | undefined): Drawing => {
      const curve = (of: RunState): Curve => curveOf(of.series, streamSeries(stream, 'reward'), axis);
      const pair = { label: 'reward', hue: `--${type}-mark`, main: curve(state), overlay: laid && curve(laid) };
      return curvesDrawing([pair], { span, merged: state.series.bucketRows > 1 });
    },
    [stream, type, axis, span],
  );
  const drawing = useDerived(run, overlay?.state, ['series'], make);
  return (
    <StreamCurve
      label={role === 'propose' ? 'Proposer reward' : 'Solver reward'}
      name={`Reward of the ${streamName(stream)}`}
      drawing={drawing}
      axis={axis}
      height={height}
      range={rewardScale.range}
      lines={rewardScale.lines(height)}
      format={rewardScale.format}
      showX={false}
      syncKey={SYNC}
      onPick={(step) => selectGroup({ stream, step })}
    />
  );
}

function HeldoutCurve({ run, overlay, axis, height, type }: Props & { type: TaskType }) {
  const make = useCallback(
    (state: RunState, laid: RunState | undefined): Drawing => {
      const curve = (of: RunState) => heldoutCurve(of, type, axis);
      const label = 'held-out accuracy';
      const pair = { label, hue: `--${type}-mark`, main: curve(state), overlay: laid && curve(laid) };
      return curvesDrawing([pair], { span: 0, merged: false, marks: true });
    },
    [type, axis],
  );
  const drawing = useDerived(run, overlay?.state, ['series', 'evaluations'], make);
  return (
    <StreamCurve
      label="Held-out accuracy"
      name={`Held-out accuracy of ${type}`}
      drawing={drawing}
      axis={axis}
      height={height + 18}
      range={shareScale.range}
      lines={shareScale.lines(height)}
      format={shareScale.format}
      showX
      syncKey={SYNC}
    />
  );
}
