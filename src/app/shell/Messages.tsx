import { useState } from 'react';
import { useStore } from '../store.ts';
import { Icon } from '../style/Icon.tsx';
import styles from './Messages.module.css';

/** Messages that are shown at once; more would cover the page. */
const MOST_SHOWN = 3;

/** What the app has to say: a polite live region, so that each message is read aloud once. The newest are shown, the others on demand. */
export function Messages() {
  const messages = useStore((store) => store.messages);
  const dismiss = useStore((store) => store.dismiss);
  const [all, setAll] = useState(false);
  const earlier = Math.max(0, messages.length - MOST_SHOWN);
  const shown = all ? messages : messages.slice(earlier);
  const dismissAll = () => {
    for (const { id } of messages) dismiss(id);
    setAll(false);
  };
  return (
    <section className={styles.area} aria-live="polite" aria-label="Messages">
      {earlier > 0 ? (
        <div className={styles.earlier}>
          <button type="button" className="button small" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show the newest' : `${earlier} earlier ${earlier === 1 ? 'message' : 'messages'}`}
          </button>
          <button type="button" className="button small" onClick={dismissAll}>
            Dismiss all
          </button>
        </div>
      ) : null}
      {shown.map(({ id, level, text }) => (
        <div key={id} className={`${styles.message} ${styles[level]}`}>
          <Icon name={level === 'info' ? 'info' : 'warning'} />
          <p>{text}</p>
          <button
            type="button"
            className="button quiet small icon"
            aria-label="Dismiss this message"
            onClick={() => dismiss(id)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </section>
  );
}
