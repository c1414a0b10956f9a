import { diffConfig } from '../../core/config/parseConfig.ts';
import { type Config, schema } from '../../core/config/schema.ts';
import type { RunState } from '../../core/runlog/runState.ts';
import { checkClaim } from '../../core/share/checkClaim.ts';
import type { Claim } from '../../core/share/claim.ts';
import { taskTypes } from '../../core/tasks/taskType.ts';
import { liveRun } from '../liveSession.ts';
import { useStore } from '../store.ts';
import { percentage } from '../style/formatNumber.ts';
import { useRunOf } from '../useRunState.ts';
import { ClaimFigure } from './ClaimFigure.tsx';
import { useLink } from './linkStore.ts';
import styles from './Offer.module.css';
import { Offer } from './Offer.tsx';

const signs = { waiting: '…', identical: '✓', band: '≈', diverged: '✗' } as const;

/** What a claim link says, and how far the live run agrees with it. Stays until it is closed. */
export function ClaimOffer() {
  const claimed = useLink((state) => state.claimed);
  if (!claimed) return null;
  const close = () => useLink.setState({ claimed: undefined });
  const actions = (
    <button type="button" className="button small quiet" onClick={close}>
      Close the claim
    </button>
  );
  return (
    <Offer label="The claim of the link" icon="check" actions={actions}>
      <ClaimBox {...claimed} />
    </Offer>
  );
}

function ClaimBox({ claim, config }: { claim: Claim; config: Config }) {
  // The live run appears and changes with these two.
  const shown = useStore((store) => store.run);
  useStore((store) => store.live.state);
  const run = liveRun()?.state;
  const last = claim.marks.at(-1);
  const numbers = taskTypes.flatMap((type) => {
    const value = last?.heldout[type];
    return value === undefined ? [] : `${type} ${percentage(value)}`;
  });
  return (
    <div className={styles.claim}>
      <p>
        It claims {claim.step === 1 ? 'one step' : `${claim.step} steps`} on {claim.backend} ({claim.adapter}), build{' '}
        {claim.build}
        {last ? `, and held-out ${numbers.join(', ')} at step ${last.step}` : ''}.
      </p>
      <ClaimFigure claim={claim} run={run ?? shown.state} compare={run !== undefined} />
      {run ? (
        <Comparison claim={claim} config={config} run={run} />
      ) : (
        <p>Press Train live to check it: with the same settings the same run must come out.</p>
      )}
    </div>
  );
}

function Comparison({ claim, config, run }: { claim: Claim; config: Config; run: RunState }) {
  const started = useRunOf(run, ['run'], (state) => state.header?.config);
  const check = useRunOf(run, ['series', 'evaluations'], (state) => checkClaim(claim, state));
  const other = started ? diffConfig(config, started).filter(({ key }) => schema[key].changesResult) : [];
  if (other.length > 0) {
    const labels = other.map(({ key }) => schema[key].label).join(', ');
    return (
      <p>
        The live run has other settings than the claim ({labels}), so it says nothing about it. Reset takes the link's.
      </p>
    );
  }
  return (
    <p role="status" className={styles.checked} data-claim={check.verdict}>
      <span aria-hidden="true">{signs[check.verdict]}</span> {check.sentence}
    </p>
  );
}
