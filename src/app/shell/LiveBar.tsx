import { useStore } from '../store.ts';
import { Icon } from '../style/Icon.tsx';
import styles from './LiveBar.module.css';

/** The live run in words: the device it found and what it does now. */
export function LiveBar() {
  const { state, sentence, device } = useStore((store) => store.live);
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
      <p className={state === 'failed' ? styles.failed : styles.sentence}>
        {state === 'failed' ? <Icon name="warning" /> : null}
        {sentence}
      </p>
    </div>
  );
}
