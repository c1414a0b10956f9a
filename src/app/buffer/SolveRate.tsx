import type { SolveCount } from '../../core/runlog/taskBook.ts';
import styles from './SolveRate.module.css';

/** How often a task was solved: a bar, green where it can teach (some rollouts solve it, some do not), and k/n. */
export function SolveRate({ count: { n, correct } }: { count: SolveCount }) {
  if (n === 0) return <span className={styles.none}>not tried</span>;
  const teaches = correct > 0 && correct < n;
  return (
    <span className={styles.whole} title={`Solved by ${correct} of ${n} rollouts`}>
      <span className={styles.bar} aria-hidden="true">
        <span className={teaches ? styles.teaches : styles.dead} style={{ width: `${(100 * correct) / n}%` }} />
      </span>
      <span className={styles.count}>
        {correct}/{n}
      </span>
    </span>
  );
}
