import { forgetRun } from '../storage/savedRun.ts';
import { useStore } from '../store.ts';
import { agoWords } from './agoWords.ts';
import { goOnWith } from './files.ts';
import { Offer } from './Offer.tsx';
import { useOffers } from './offerStore.ts';

/** Offers to go on with the run of an earlier visit, until a run is live, or with an opened file that has weights, while none trains. */
export function GoOnOffers() {
  const { saved, opened } = useOffers();
  const live = useStore((store) => store.live.state);
  if (['preparing', 'warmup', 'running'].includes(live)) return null;
  const leaveSaved = () => useOffers.setState({ saved: undefined });
  const leaveOpened = () => useOffers.setState({ opened: undefined });
  return (
    <>
      {saved && live === 'none' ? (
        <Offer
          label="A run that can go on"
          icon="reset"
          actions={
            <>
              <button
                type="button"
                className="button small"
                onClick={() => {
                  goOnWith(saved.bytes);
                  leaveSaved();
                }}
              >
                Resume
              </button>
              <button
                type="button"
                className="button small quiet"
                onClick={() => {
                  forgetRun();
                  leaveSaved();
                }}
              >
                Discard it
              </button>
            </>
          }
        >
          <p>
            Your run of {saved.presetId}, seed {saved.seed}, got to step {saved.step} and was kept{' '}
            {agoWords(Date.now() - saved.savedAt)}. It can go on from there.
          </p>
        </Offer>
      ) : null}
      {opened ? (
        <Offer
          label="The opened run can go on"
          icon="open"
          actions={
            <>
              <button
                type="button"
                className="button small"
                onClick={() => {
                  goOnWith(opened.bytes);
                  leaveOpened();
                }}
              >
                Go on with it
              </button>
              <button type="button" className="button small quiet" onClick={leaveOpened}>
                Only watch it
              </button>
            </>
          }
        >
          <p>{opened.name} was saved with its weights: it can train on in this tab from where it ended.</p>
        </Offer>
      ) : null}
    </>
  );
}
