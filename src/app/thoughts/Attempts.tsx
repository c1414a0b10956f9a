import type { Rollout } from '../../core/runlog/events.ts';
import { useStore } from '../store.ts';
import { Icon } from '../style/Icon.tsx';
import { useRunState } from '../useRunState.ts';
import styles from './Attempts.module.css';
import { verdictText } from './verdictText.ts';

interface Props {
  label: string;
  ids: readonly string[];
  /** The one that is open. */
  current?: string;
}

function markOf(rollout: Rollout | undefined) {
  return rollout ? verdictText(rollout.verdict) : undefined;
}

/** Attempts at one task as a row of signs; each opens its completion. */
export function Attempts({ label, ids, current }: Props) {
  const selectRollout = useStore((store) => store.selectRollout);
  const rollouts = useRunState(['rollouts'], (run) => ids.map((id) => run.rollouts.get(id)));
  return (
    <div className={styles.whole}>
      <span className="label">{label}</span>
      <ul className={styles.list}>
        {ids.map((id, index) => {
          const mark = markOf(rollouts[index]);
          return (
            <li key={id}>
              <button
                type="button"
                className={`${styles.attempt} ${mark ? styles[mark.tone] : ''}`}
                aria-current={id === current ? 'true' : undefined}
                aria-label={`Attempt ${index + 1}: ${mark?.title ?? 'not kept'}`}
                title={mark?.title ?? 'This completion is not kept any more'}
                disabled={!mark}
                onClick={() => selectRollout(id)}
              >
                {mark ? <Icon name={mark.icon} size="0.95em" /> : '·'}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
