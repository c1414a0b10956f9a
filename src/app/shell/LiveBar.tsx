import { useStore } from '../store.ts';
import { Icon } from '../style/Icon.tsx';
import { useRunState } from '../useRunState.ts';
import styles from './LiveBar.module.css';
import { WarmupProgress } from './WarmupProgress.tsx';

/** The live run in words: the device it found, what it does now, and the warm-up while one runs. */
export function LiveBar() {
  const { state, sentence, device } = useStore((store) => store.live);
  const warmedUp = useRunState(['warmup'], (run) => run.warmup !== undefined);
  return (
    <div className={styles.bar}>
      {device ? (
        <>
          <button type="button" className={`button small quiet ${styles.device}`} popoverTarget="device">
            <Icon name="chip" />
            <span className={styles.text}>{device.adapter}</span>
            <span className="chip">{device.backend}</span>
          </button>
          <div id="device" popover="auto" className="popover">
            {device.sentences.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
        </>
      ) : null}
      {state === 'warmup' && warmedUp ? <WarmupProgress /> : null}
      <p className={state === 'failed' ? styles.failed : styles.sentence}>
        {state === 'failed' ? <Icon name="warning" /> : null}
        {sentence}
      </p>
    </div>
  );
}
