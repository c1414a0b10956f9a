import { goBack } from '../liveSession.ts';
import { useStore } from '../store.ts';
import { Explain } from '../style/Explain.tsx';
import { Icon } from '../style/Icon.tsx';
import { useRunState } from '../useRunState.ts';
import styles from './Alarms.module.css';

/** Alarms of the run on display with what tends to help; a live run can go back to before them. */
export function Alarms() {
  const alarms = useRunState(['health'], (run) => run.health.alarms);
  return (
    <section className={styles.whole} aria-label="Alarms">
      <h3 className="section-title">
        Is the run well?
        <Explain about="alarms">
          <p>
            After each step the run’s own log is searched for what self-play is known to die of: copies, tasks that ask
            for nothing, tasks that are all too hard or too easy, a lost format, a proposer without variety, proposals
            that get shallower, text that grows for nothing, forgetting.
          </p>
          <p>
            While no alarm stands the trainer keeps a checkpoint. Going back takes model, optimiser and buffers to it;
            the log tells of it, and steps and tokens go on counting.
          </p>
        </Explain>
      </h3>
      {alarms.length === 0 ? (
        <p className={styles.well}>
          <Icon name="check" /> No alarm.
        </p>
      ) : (
        <>
          <AlarmList />
          <GoBack />
        </>
      )}
    </section>
  );
}

export function AlarmList() {
  const alarms = useRunState(['health'], (run) => run.health.alarms);
  return (
    <ul className={styles.list}>
      {alarms.map(({ id, text, advice }) => (
        <li key={id} className={`warning-box ${styles.alarm}`}>
          <Icon name="warning" />
          <p>
            {text} <span className={styles.advice}>{advice}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}

/** **Back to the last good checkpoint**, for a live run that has one. */
export function GoBack() {
  const isLive = useStore(
    ({ run, live }) => run.kind === 'live' && (live.state === 'running' || live.state === 'paused'),
  );
  const step = useRunState(['health'], (run) => run.health.lastGoodStep);
  if (!isLive || step === undefined) return null;
  return (
    <button
      type="button"
      className="button small"
      title="Model, optimiser and buffers as they were when no alarm stood"
      onClick={goBack}
    >
      <Icon name="back" />
      Back to step {step}, the last without an alarm
    </button>
  );
}
