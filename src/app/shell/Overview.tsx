import { type ReactNode, useState } from 'react';
import { BufferPanel } from '../buffer/BufferPanel.tsx';
import { RewardsPanel } from '../rewards/RewardsPanel.tsx';
import { useStore } from '../store.ts';
import { Icon } from '../style/Icon.tsx';
import { Panel } from '../style/Panel.tsx';
import { Tabs } from '../style/Tabs.tsx';
import { useMedia } from '../style/useMedia.ts';
import { ThoughtsPanel, ThoughtsTools } from '../thoughts/ThoughtsPanel.tsx';
import styles from './Overview.module.css';

export type PanelName = 'thoughts' | 'rewards' | 'buffer';

/** The shell gives each feature its box, title and size; a feature fills the box and scrolls inside it. */
const panels: Record<PanelName, { title: string; content: ReactNode; tools?: ReactNode }> = {
  buffer: { title: 'Task buffer', content: <BufferPanel /> },
  rewards: { title: 'Rewards and frontier', content: <RewardsPanel /> },
  thoughts: { title: 'Live chain of thought', content: <ThoughtsPanel />, tools: <ThoughtsTools /> },
};

const tabs = (['thoughts', 'rewards', 'buffer'] as const).map((value) => ({ value, label: panels[value].title }));

/** One panel, over the whole page or as its part. */
export function PanelBox({ name }: { name: PanelName }) {
  const view = useStore((store) => store.view);
  const setView = useStore((store) => store.setView);
  const narrow = useMedia('(max-width: 900px)');
  const { title, content, tools } = panels[name];
  const alone = view === name;
  return (
    <Panel
      title={title}
      bare
      tools={
        <>
          {narrow ? null : tools}
          <button
            type="button"
            className="button quiet small icon"
            aria-label={alone ? 'Back to the overview' : `Fill the page with ${title}`}
            title={alone ? 'Back to the overview' : 'Fill the page'}
            onClick={() => setView(alone ? 'overview' : name)}
          >
            <Icon name={alone ? 'collapse' : 'expand'} />
          </button>
        </>
      }
    >
      {content}
    </Panel>
  );
}

/** The three panels at a glance: side by side where there is room, one at a time on a narrow screen. */
export function Overview() {
  const narrow = useMedia('(max-width: 900px)');
  const [tab, setTab] = useState<PanelName>('thoughts');
  if (narrow) {
    return (
      <div className={styles.narrow}>
        <Tabs label="Panels" options={tabs} value={tab} onChange={setTab}>
          <h2 className="visually-hidden">{panels[tab].title}</h2>
          {panels[tab].content}
        </Tabs>
      </div>
    );
  }
  return (
    <div className={styles.grid}>
      <PanelBox name="buffer" />
      <PanelBox name="rewards" />
      <div className={styles.wide}>
        <PanelBox name="thoughts" />
      </div>
    </div>
  );
}
