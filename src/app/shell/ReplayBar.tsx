import { holdReplay, playReplay, seekReplay, setReplaySpeed } from '../replaySession.ts';
import { useStore } from '../store.ts';
import { Explain } from '../style/Explain.tsx';
import { Icon } from '../style/Icon.tsx';
import styles from './ReplayBar.module.css';

const speeds = [0.25, 0.5, 1, 2, 4, 8, 16];

/** Says that a recording plays, never to be taken for live training, and steers it. */
export function ReplayBar() {
  const name = useStore((store) => store.run.name);
  const { state, speed, step, lastStep } = useStore((store) => store.replay);
  if (state === 'missing') {
    return (
      <p className={styles.missing}>
        There is no recording to play here. <strong>Train live</strong> starts a run of your own.
      </p>
    );
  }
  const playing = state === 'playing';
  const marks = { loading: 'loading', playing: 'replaying', held: 'held', ended: 'at its end' };
  return (
    <section className={styles.bar} aria-label="Replay">
      <span className={styles.mark}>
        <span className={playing ? styles.dot : styles.still} aria-hidden="true" />
        {name} — {marks[state]}
      </span>
      <Explain about="the recording">
        <p>
          This is a real run of this program, replayed from its log. Nothing is being trained at the moment, and nothing
          here was drawn by hand: curves, tasks and thoughts are what they were.
        </p>
        <p>Train live begins a run of your own in this tab.</p>
      </Explain>
      <button
        type="button"
        className="button small icon"
        aria-label={playing ? 'Hold the replay' : 'Play the replay'}
        onClick={playing ? holdReplay : playReplay}
        disabled={state === 'loading'}
      >
        <Icon name={playing ? 'pause' : 'play'} />
      </button>
      <input
        type="range"
        className={styles.scrub}
        aria-label="Step of the recording"
        aria-valuetext={`step ${step} of ${lastStep}`}
        min={0}
        max={Math.max(1, lastStep)}
        value={step}
        disabled={lastStep === 0}
        onChange={(event) => seekReplay(event.target.valueAsNumber)}
      />
      <span className={`number ${styles.place}`}>
        step {step} of {lastStep}
      </span>
      <select
        className={`field ${styles.speed}`}
        aria-label="Speed of the replay"
        value={speed}
        onChange={(event) => setReplaySpeed(Number(event.target.value))}
      >
        {speeds.map((option) => (
          <option key={option} value={option}>
            {option}×
          </option>
        ))}
      </select>
    </section>
  );
}
