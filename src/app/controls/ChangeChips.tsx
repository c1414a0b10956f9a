import type { Difference } from '../../core/config/parseConfig.ts';
import { schema } from '../../core/config/schema.ts';
import { valueWords } from '../compare/configDifferences.ts';
import { useStore } from '../store.ts';
import { Icon } from '../style/Icon.tsx';
import styles from './SettingsPanel.module.css';

/** What differs from the preset, each with a way back. */
export function ChangeChips({ changes }: { changes: readonly Difference[] }) {
  const presetId = useStore((store) => store.presetId);
  const setSetting = useStore((store) => store.setSetting);
  const setSettings = useStore((store) => store.setSettings);
  if (changes.length === 0) return <p className={styles.same}>Nothing differs from {presetId}.</p>;
  return (
    <div className={styles.changes}>
      <ul className={styles.chips} aria-label={`What differs from ${presetId}`}>
        {changes.map(({ key, from, to }) => {
          const label = schema[key].label;
          const before = valueWords(key, from);
          return (
            <li key={key} className={styles.chip}>
              {label}: <s className={styles.before}>{before}</s> <strong>{valueWords(key, to)}</strong>
              <button
                type="button"
                className="button quiet small icon"
                aria-label={`Undo ${label}: back to ${before}`}
                title={`Back to ${before}`}
                onClick={() => setSetting(key, from)}
              >
                <Icon name="back" />
              </button>
            </li>
          );
        })}
      </ul>
      <button type="button" className="button small" onClick={() => setSettings(presetId)}>
        Undo all
      </button>
    </div>
  );
}
