import { useRunState } from '../useRunState.ts';
import styles from './PhaseStrip.module.css';
import { loopPhases, phaseTexts } from './phaseTexts.ts';

/** The loop as a row of phases, the one that runs now lit. Each opens what it means. */
export function PhaseStrip() {
  const phase = useRunState(['phase'], (run) => run.phase, 'frame');
  const outside = phase === 'seed' || phase === 'evaluate' ? phase : undefined;
  return (
    <div className={styles.strip}>
      <ol className={styles.list} aria-label="The phases of a step">
        {loopPhases.map((name) => (
          <li key={name} className={styles.item}>
            <button
              type="button"
              className={styles.phase}
              popoverTarget={`phase-${name}`}
              aria-current={name === phase ? 'step' : undefined}
            >
              <span className={styles.lamp} aria-hidden="true" />
              {name}
            </button>
            <div id={`phase-${name}`} popover="auto" className="popover">
              {phaseTexts[name]}
            </div>
          </li>
        ))}
      </ol>
      {outside ? (
        <span className={styles.outside} title={phaseTexts[outside]}>
          {outside === 'seed' ? 'seeding the buffer' : 'held-out evaluation'}
        </span>
      ) : null}
    </div>
  );
}
