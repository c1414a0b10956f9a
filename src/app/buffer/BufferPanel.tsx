import { useCallback, useRef, useState } from 'react';
import { useStore } from '../store.ts';
import { wholeCount } from '../style/formatNumber.ts';
import { Tabs } from '../style/Tabs.tsx';
import { useSize } from '../style/useSize.ts';
import { useRunState } from '../useRunState.ts';
import { AcceptedTasks } from './AcceptedTasks.tsx';
import styles from './BufferPanel.module.css';
import { ExportTasks } from './ExportTasks.tsx';
import { RefusedProposals } from './RefusedProposals.tsx';
import { useEscape } from './useEscape.ts';

/** The task buffer: accepted tasks and refused proposals, from all three streams of proposals. Fills the box that the shell gives it. */
export function BufferPanel() {
  const run = useStore((store) => store.run.state);
  const selected = useStore((store) => store.selectedTask);
  const selectTask = useStore((store) => store.selectTask);
  const [chosen, setTab] = useState<'accepted' | 'refused'>('accepted');
  const [opened, setOpened] = useState<string>();
  const whole = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const tasks = useRunState(['tasks'], (state) => state.tasks.size());
  const refused = useRunState(['proposals'], (state) =>
    [...state.tasks.refusals.values()].reduce((sum, n) => sum + n, 0),
  );
  // A task opened from anywhere is shown, whichever tab was open.
  const tab = selected === undefined ? chosen : 'accepted';
  const close = useCallback(() => {
    selectTask(undefined);
    setOpened(undefined);
  }, [selectTask]);
  useEscape(whole, selected !== undefined || opened !== undefined, close);
  return (
    <div ref={whole} className={styles.whole}>
      <Tabs
        label="Task buffer"
        options={[
          { value: 'accepted', label: <TabName name="Accepted" count={tasks} /> },
          { value: 'refused', label: <TabName name="Refused" count={refused} /> },
        ]}
        value={tab}
        onChange={(next) => {
          close();
          setTab(next);
        }}
        tools={<ExportTasks run={run} />}
      >
        <div ref={box} className={styles.box}>
          {width === 0 ? null : tab === 'accepted' ? (
            <AcceptedTasks run={run} width={width} />
          ) : (
            <RefusedProposals run={run} width={width} open={opened} onOpen={setOpened} />
          )}
        </div>
      </Tabs>
    </div>
  );
}

function TabName({ name, count }: { name: string; count: number }) {
  return (
    <>
      {name} <span className={styles.count}>{wholeCount(count)}</span>
    </>
  );
}
