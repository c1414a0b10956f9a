import type { Verdict as VerdictKind } from '../../core/runlog/events.ts';
import { Icon } from '../style/Icon.tsx';
import styles from './Verdict.module.css';
import { verdictText } from './verdictText.ts';

/** The judge's word: sign, title and reason. */
export function Verdict({ verdict }: { verdict: VerdictKind }) {
  const { tone, icon, title, detail } = verdictText(verdict);
  return (
    <span className={`${styles.verdict} ${styles[tone]}`}>
      <strong className={styles.title}>
        <Icon name={icon} />
        {title}
      </strong>
      {detail ? <span className={styles.detail}>{detail}</span> : null}
    </span>
  );
}
