import type { RunState } from '../../core/runlog/runState.ts';
import { streamSeries, streamsOf } from '../../core/runlog/series.ts';
import { typesOfRun } from '../../core/runlog/typesOfRun.ts';
import { signed } from '../style/formatNumber.ts';
import type { Size } from '../style/useSize.ts';
import { DriveSentence } from './DriveSentence.tsx';
import { FrontierFigure } from './frontier/FrontierFigure.tsx';
import { overviewSizes } from './overviewSizes.ts';
import { ProposalHealth } from './ProposalHealth.tsx';
import { RewardCurves } from './RewardCurves.tsx';
import styles from './RewardsOverview.module.css';
import { shareScale } from './rewardScale.ts';
import type { ChartFrame } from './SeriesChart.tsx';
import { SeriesTable } from './SeriesTable.tsx';
import { streamName } from './streamNames.ts';
import { useDerived } from './useDerived.ts';

function tableColumns(run: RunState) {
  const types = typesOfRun(run);
  return [
    ...streamsOf(types).map((stream) => ({
      label: streamName(stream),
      series: streamSeries(stream, 'reward'),
      format: signed,
    })),
    ...types.map((type) => ({ label: `${type}, held out`, series: `heldout.${type}`, format: shareScale.format })),
  ];
}

interface Props {
  run: RunState;
  frame: Omit<ChartFrame, 'height'>;
  /** The room that the panel has. */
  room: Size;
}

/** The first look: the frontier, the six streams with held-out accuracy, and whether the proposals can teach. */
export function RewardsOverview({ run, frame, room }: Props) {
  const { wide, compact, mapHeight, chartHeight } = overviewSizes(room);
  const { overlay, axis, span } = frame;
  return (
    <div className={wide ? styles.wide : styles.narrow}>
      <FrontierFigure run={run} overlay={overlay} axis={axis} mapHeight={mapHeight} compact={compact} />
      <div className={styles.curves}>
        <RewardCurves run={run} overlay={overlay} axis={axis} span={span} height={chartHeight} compact={compact} />
        {compact ? null : <DriveSentence />}
      </div>
      <div className={styles.across}>
        <SeriesTable
          run={run}
          title="Rewards and held-out accuracy"
          columns={useDerived(run, undefined, ['run'], tableColumns)}
        />
        {compact ? <DriveSentence /> : null}
        <ProposalHealth run={run} />
      </div>
    </div>
  );
}
