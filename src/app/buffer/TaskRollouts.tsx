import { useMemo } from 'react';
import type { Rollout } from '../../core/runlog/events.ts';
import type { RunState } from '../../core/runlog/runState.ts';
import { openRollout } from '../openRollout.ts';
import { signed } from '../style/formatNumber.ts';
import { Icon } from '../style/Icon.tsx';
import { verdictText } from '../thoughts/verdictText.ts';
import { useRunOf } from '../useRunState.ts';
import detail from './TaskDetail.module.css';
import styles from './TaskRollouts.module.css';

const MOST = 64;
const purposes: Partial<Record<Rollout['purpose'], string>> = { probe: 'probe', solve: 'training' };

/** The attempts at a task that are still kept, newest first; each opens its completion. */
export function TaskRollouts({ run, taskId, attempts }: { run: RunState; taskId: string; attempts: number }) {
  const credited = useRunOf(run, ['series'], (state) => state.series.length);
  // Reading all kept completions is dear: once for a task, a new attempt at it, or the end of a step.
  const key = useMemo(() => ({ taskId, attempts, credited }), [taskId, attempts, credited]);
  const rollouts = useMemo(() => run.rollouts.ofTask(key.taskId).reverse(), [run, key]);
  const kept = rollouts.length;
  return (
    <section className={detail.part} aria-label="Rollouts">
      <h4 className={detail.heading}>
        {attempts === 0 ? 'Nobody has tried it yet' : `Rollouts, ${attempts}`}
        {attempts > 0 && kept < attempts ? `, of which ${kept === 0 ? 'none is' : `${kept} are`} kept` : ''}
      </h4>
      <ul className={styles.list}>
        {rollouts.slice(0, MOST).map((rollout) => (
          <li key={rollout.id}>
            <Attempt rollout={rollout} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Attempt({ rollout }: { rollout: Rollout }) {
  const { verdict } = rollout;
  const { tone, icon, title, detail: reason } = verdictText(verdict);
  const answer = 'answer' in verdict ? verdict.answer : reason;
  return (
    <button type="button" className={styles.attempt} onClick={() => openRollout(rollout.id)}>
      <span className={`${styles.verdict} ${styles[tone]}`}>
        <Icon name={icon} /> {title}
      </span>
      <code className={styles.answer}>{answer}</code>
      <span className={styles.facts}>
        {purposes[rollout.purpose] ?? rollout.purpose}, step {rollout.step}
        {rollout.reward === undefined ? '' : `, reward ${signed(rollout.reward)}`}
      </span>
    </button>
  );
}
