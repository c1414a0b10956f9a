import { useStore } from '../store.ts';
import { Icon } from '../style/Icon.tsx';
import { useRunState } from '../useRunState.ts';
import styles from './DriveSentence.module.css';
import { drivesUpdate } from './drivesUpdate.ts';

/** Whether the rewards on display train the model, in a sentence. */
export function DriveSentence() {
  const started = useStore((store) => (store.run.kind === 'live' ? store.live.started?.config : undefined));
  const recorded = useRunState(['run'], (run) => run.header?.config);
  const config = started ?? recorded;
  if (!config) return null;
  const { drives, sentence } = drivesUpdate(config);
  return (
    <p className={styles.sentence}>
      <Icon name={drives ? 'check' : 'info'} />
      {sentence}
    </p>
  );
}
