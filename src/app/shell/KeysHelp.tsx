import styles from './KeysHelp.module.css';
import { keys } from './keys.ts';

/** The keys that work anywhere on the page. */
export function KeysHelp() {
  return (
    <dl className={styles.list}>
      {keys.map((entry) => (
        <div key={entry.does}>
          <dt>{entry.keys.map((key) => (key === '…' ? ' … ' : <kbd key={key}>{key}</kbd>))}</dt>
          <dd>{entry.does}</dd>
        </div>
      ))}
      <div>
        <dt>
          <kbd>Tab</kbd>
        </dt>
        <dd>Moves between all controls. A column of thought holds still while the focus is in it.</dd>
      </div>
    </dl>
  );
}
