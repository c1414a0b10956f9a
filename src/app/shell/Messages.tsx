import { useStore } from '../store.ts';
import { Icon } from '../style/Icon.tsx';
import styles from './Messages.module.css';

/** What the app has to say: a polite live region, so that each message is read aloud once. */
export function Messages() {
  const messages = useStore((store) => store.messages);
  const dismiss = useStore((store) => store.dismiss);
  return (
    <section className={styles.area} aria-live="polite" aria-label="Messages">
      {messages.map(({ id, level, text }) => (
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
