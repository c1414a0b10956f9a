import { schema } from '../../core/config/schema.ts';
import { valueWords } from '../compare/configDifferences.ts';
import { useStore } from '../store.ts';
import { loadRun } from './files.ts';
import { useLink } from './linkStore.ts';
import styles from './Offer.module.css';
import { Offer } from './Offer.tsx';

/** What the opened link changes and points to, with the choice to keep its settings or to go back to the preset. */
export function LinkOffer() {
  const reading = useLink((state) => state.reading);
  const setSettings = useStore((store) => store.setSettings);
  if (!reading) return null;
  const { link, changes, remarks } = reading;
  if (changes.length === 0 && remarks.length === 0 && !link.run) return null;
  const close = () => useLink.setState({ reading: undefined });
  const back = () => {
    setSettings(link.preset);
    close();
  };
  return (
    <Offer
      label="The opened link"
      icon="share"
      actions={
        <>
          <button type="button" className="button small" onClick={close}>
            Keep
          </button>
          {changes.length > 0 ? (
            <button type="button" className="button small" onClick={back}>
              Back to {link.preset}
            </button>
          ) : null}
        </>
      }
    >
      {changes.length > 0 ? (
        <>
          <p>
            The link you opened changes {changes.length === 1 ? 'one setting' : `${changes.length} settings`} of{' '}
            {link.preset}. Nothing has been started.
          </p>
          <ul className={styles.changes}>
            {changes.map(({ key, from, to }) => (
              <li key={key} className="chip">
                {schema[key].label}: <s>{valueWords(key, from)}</s> <strong>{valueWords(key, to)}</strong>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>The link you opened takes {link.preset} as it is. Nothing has been started.</p>
      )}
      {remarks.length > 0 ? (
        <ul className={styles.remarks}>
          {remarks.map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      ) : null}
      {link.run ? <RunPointer address={link.run} at={link.at} /> : null}
    </Offer>
  );
}

function RunPointer({ address, at }: { address: string; at?: number }) {
  return (
    <p>
      It points to a recorded run at <code>{address}</code>.{' '}
      <button type="button" className="button small" onClick={() => loadRun(address, at)}>
        Load it
      </button>
    </p>
  );
}
