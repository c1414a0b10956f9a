import { useCallback } from 'react';
import type { RunState } from '../../core/runlog/runState.ts';
import { streamSeries } from '../../core/runlog/series.ts';
import type { Axis } from '../../core/runlog/seriesStore.ts';
import { typesOfRun } from '../../core/runlog/typesOfRun.ts';
import type { Stream, TaskType } from '../../core/tasks/taskType.ts';
import { type NamedRun, useStore } from '../store.ts';
import { signed } from '../style/formatNumber.ts';
import { TypeGlyph } from '../style/TypeGlyph.tsx';
import { type Curve, curveOf, curvesDrawing, type Drawing } from './chartTraces.ts';
import { heldoutCurve } from './heldoutCurve.ts';
import styles from './RewardCurves.module.css';
import { shareScale } from './rewardScale.ts';
import { StreamCurve } from './StreamCurve.tsx';
import { sharedLevels } from './sharedRange.ts';
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
  /** Little room: shorter labels. */
  compact: boolean;
}

interface RewardProps extends Props {
  stream: Stream;
  /** Levels of the shared scale. */
  levels: readonly number[];
}

const levelsOf = (run: RunState, overlay: RunState | undefined) => sharedLevels(overlay ? [run, overlay] : [run]);

const SYNC = 'rewards';

/** The task × role streams and the held-out accuracy: a column for each task type, one x and one cursor for all. */
export function RewardCurves(props: Props) {
  const levels = useDerived(props.run, props.overlay?.state, ['series'], levelsOf);
  const types = useDerived(props.run, undefined, ['run'], typesOfRun);
  return (
    <div className={styles.grid}>
      {types.map((type) => (
        <section key={type} className={styles.column} aria-label={`Curves of ${type}`}>
          <p className={styles.head}>
            <TypeGlyph type={type} named />
          </p>
          <RewardCurve {...props} levels={levels} stream={`propose.${type}`} />
          <RewardCurve {...props} levels={levels} stream={`solve.${type}`} />
          <HeldoutCurve {...props} type={type} />
        </section>
      ))}
    </div>
  );
}

function RewardCurve({ run, overlay, axis, span, height, compact, levels, stream }: RewardProps) {
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
      label={`${role === 'propose' ? 'Proposer' : 'Solver'}${compact ? '' : ' reward'}`}
      name={`Reward of the ${streamName(stream)}`}
      drawing={drawing}
      axis={axis}
      height={height}
      range={[levels[0] - 0.04, levels[levels.length - 1] + 0.04]}
      lines={height < 60 ? [levels[0], 0, levels[levels.length - 1]] : levels}
      format={signed}
      showX={false}
      syncKey={SYNC}
      onPick={(step) => selectGroup({ stream, step })}
    />
  );
}

function HeldoutCurve({ run, overlay, axis, height, compact, type }: Props & { type: TaskType }) {
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
      label={compact ? 'Held out' : 'Held-out accuracy'}
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
