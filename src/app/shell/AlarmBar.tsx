import { AlarmList, GoBack } from '../rewards/Alarms.tsx';
import { Icon } from '../style/Icon.tsx';
import { useRunState } from '../useRunState.ts';
import styles from './AlarmBar.module.css';

/** While something is wrong with the run on display: what, in every view, and the way back. */
export function AlarmBar() {
  const alarms = useRunState(['health'], (run) => run.health.alarms);
  if (alarms.length === 0) return null;
  return (
    <div className={styles.bar}>
      <details className={styles.alarms}>
        <summary>
          <Icon name="warning" /> {alarms[0].text}
          {alarms.length > 1 ? ` And ${alarms.length - 1} more.` : null}
        </summary>
        <AlarmList />
      </details>
      <GoBack />
    </div>
  );
}
