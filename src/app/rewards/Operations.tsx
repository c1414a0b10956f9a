import type { RunState } from '../../core/runlog/runState.ts';
import { percentage } from '../style/formatNumber.ts';
import { operationShares } from './operationShares.ts';
import styles from './Refusals.module.css';
import { useDerived } from './useDerived.ts';

const STEPS = 10;
const SHOWN = 16;

const recentShares = (run: RunState) => operationShares(run.series, STEPS);

/** Which operations the newest accepted programs are made of. */
export function Operations({ run }: { run: RunState }) {
  const shares = useDerived(run, undefined, ['series'], recentShares);
  const most = shares[0]?.share ?? 1;
  return (
    <section className={styles.whole} aria-labelledby="operations-title">
      <h3 id="operations-title" className={styles.title}>
        What the programs are made of, last {STEPS} steps
      </h3>
      {shares.length === 0 ? <p className={styles.none}>This log does not tell.</p> : null}
      <ul className={styles.list}>
        {shares.slice(0, SHOWN).map(({ name, share }) => (
          <li key={name}>
            <code className={styles.name}>{name}</code>
            <span className={styles.operation} style={{ inlineSize: `${(100 * share) / most}%` }} />
            <span className={styles.count}>{percentage(share)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
