import { useMemo, useRef, useState } from 'react';
import { type Axis, axes } from '../../core/runlog/seriesStore.ts';
import { ComparePane } from '../compare/ComparePane.tsx';
import { OverlayChoice } from '../compare/OverlayChoice.tsx';
import { useOverlay } from '../compare/useOverlay.ts';
import { offerDownload } from '../share/files.ts';
import { useStore } from '../store.ts';
import { Segmented } from '../style/Segmented.tsx';
import { Tabs } from '../style/Tabs.tsx';
import { useSize } from '../style/useSize.ts';
import { useRunState } from '../useRunState.ts';
import { Alarms } from './Alarms.tsx';
import { ChartSections } from './ChartSections.tsx';
import { healthSections, otherSection, proposalSections, reasoningSections } from './chartSpecs.ts';
import { Operations } from './Operations.tsx';
import { ReasoningTruth } from './ReasoningTruth.tsx';
import { Refusals } from './Refusals.tsx';
import { RewardsOverview } from './RewardsOverview.tsx';
import styles from './RewardsPanel.module.css';
import { StepRollouts } from './StepRollouts.tsx';
import { seriesCsv } from './seriesCsv.ts';
import { spanFor } from './smooth.ts';

const tabs = [
  { value: 'overview', label: 'Overview' },
  { value: 'proposals', label: 'Proposals' },
  { value: 'reasoning', label: 'Reasoning' },
  { value: 'health', label: 'Health' },
] as const;
const compareTab = { value: 'compare', label: 'Compare' } as const;
type Tab = (typeof tabs)[number]['value'] | typeof compareTab.value;

const axisOptions = axes.map((value) => ({ value, label: value }));
const CHART_HEIGHT = 96;

/** Rewards of the six streams, the frontier, and everything else that a run measures. Fills the box that the shell gives it. */
export function RewardsPanel() {
  const run = useStore((store) => store.run);
  const overlay = useOverlay();
  const [chosen, setTab] = useState<Tab>('overview');
  const [axis, setAxis] = useState<Axis>('step');
  const [smoothing, setSmoothing] = useState<'auto' | number>('auto');
  const room = useRef<HTMLDivElement>(null);
  const size = useSize(room);
  const automatic = useRunState(['series'], (state) => spanFor(state.series.x('step').at(-1) ?? 0));
  const tab = chosen === 'compare' && !overlay ? 'overview' : chosen;
  const span = smoothing === 'auto' ? automatic : smoothing;
  const frame = { run: run.state, overlay, axis, span, syncKey: tab };
  return (
    <>
      <Tabs
        label="Rewards"
        options={overlay ? [...tabs, compareTab] : tabs}
        value={tab}
        onChange={setTab}
        tools={
          <>
            <OverlayChoice className={styles.choice} />
            <select
              className={`field ${styles.choice}`}
              aria-label="Smoothing of the curves"
              value={smoothing}
              onChange={({ target }) => setSmoothing(target.value === 'auto' ? 'auto' : Number(target.value))}
            >
              <option value="auto">Smooth: auto ({automatic === 0 ? 'off' : `${automatic} steps`})</option>
              <option value={0}>Smooth: off</option>
              {[2, 5, 20, 100].map((steps) => (
                <option key={steps} value={steps}>
                  Smooth: {steps} steps
                </option>
              ))}
            </select>
            <Segmented label="Horizontal axis" options={axisOptions} value={axis} onChange={setAxis} />
            <button
              type="button"
              className="button small"
              title="All series of this run as a CSV file"
              onClick={() => offerDownload('series.csv', seriesCsv(run.state.series))}
            >
              CSV
            </button>
          </>
        }
      >
        <div ref={room} className={styles.room}>
          {size.width > 0 ? (
            <>
              {tab === 'overview' ? <RewardsOverview run={run.state} frame={frame} room={size} /> : null}
              {tab === 'proposals' ? (
                <>
                  <ChartSections sections={proposalSections} frame={{ ...frame, height: CHART_HEIGHT }} />
                  <div className={styles.bars}>
                    <Refusals />
                    <Operations run={run.state} />
                  </div>
                </>
              ) : null}
              {tab === 'reasoning' ? (
                <>
                  <ReasoningTruth run={run.state} />
                  <ChartSections sections={reasoningSections} frame={{ ...frame, height: CHART_HEIGHT }} />
                </>
              ) : null}
              {tab === 'health' ? <Health frame={{ ...frame, height: CHART_HEIGHT }} /> : null}
              {tab === 'compare' && overlay ? <ComparePane overlay={overlay} /> : null}
            </>
          ) : null}
        </div>
      </Tabs>
      <StepRollouts />
    </>
  );
}

function Health({ frame }: { frame: Parameters<typeof ChartSections>[0]['frame'] }) {
  const names = useRunState(['series'], (state) => state.series.names().join('\n'));
  const sections = useMemo(() => [...healthSections, otherSection(names === '' ? [] : names.split('\n'))], [names]);
  return (
    <>
      <Alarms />
      <ChartSections sections={sections} frame={frame} />
    </>
  );
}
