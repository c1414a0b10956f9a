import type { RefusalReason } from '../../core/runlog/events.ts';
import { wholeCount } from '../style/formatNumber.ts';
import { refusalNames } from '../thoughts/verdictText.ts';
import { useRunState } from '../useRunState.ts';
import styles from './Refusals.module.css';

/** How many proposals were refused for which reason, over the whole run. */
export function Refusals() {
  const reasons = useRunState(['proposals'], (run) => [...run.tasks.refusals].sort((a, b) => b[1] - a[1]));
  const most = reasons[0]?.[1] ?? 1;
  return (
    <section className={styles.whole} aria-labelledby="refusals-title">
      <h3 id="refusals-title" className={styles.title}>
        Why proposals were refused
      </h3>
      {reasons.length === 0 ? <p className={styles.none}>None was refused yet.</p> : null}
      <ul className={styles.list}>
        {reasons.map(([reason, count]) => (
          <li key={reason}>
            <span className={styles.name}>{refusalNames[reason as RefusalReason] ?? reason}</span>
            <span className={styles.bar} style={{ inlineSize: `${(100 * count) / most}%` }} />
            <span className={styles.count}>{wholeCount(count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
