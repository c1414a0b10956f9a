import type { Rollout } from '../../core/runlog/events.ts';
import { signed } from '../style/formatNumber.ts';
import styles from './Earned.module.css';
import { weightText } from './rewardText.ts';

/** What a completion earned and how much it counted in the update. */
export function Earned({ rollout }: { rollout: Rollout }) {
  const { reward, advantage, weight, purpose } = rollout;
  if (purpose === 'evaluate') return <p className={styles.note}>Measured, not rewarded: held-out tasks never train.</p>;
  if (purpose === 'lab') return <p className={styles.note}>Your own task: it never trains.</p>;
  return (
    <dl className={styles.list}>
      {reward === undefined ? null : (
        <div>
          <dt>reward</dt>
          <dd className="number">{signed(reward)}</dd>
        </div>
      )}
      {advantage === undefined ? null : (
        <div title="The reward against the average of its stream, in standard deviations">
          <dt>advantage</dt>
          <dd className="number">{signed(advantage)}</dd>
        </div>
      )}
      <div title="Share of the gradient weight of this step’s updates">
        <dt>weight</dt>
        <dd>{weightText(weight)}</dd>
      </div>
    </dl>
  );
}
