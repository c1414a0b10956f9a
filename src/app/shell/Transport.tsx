import { newSeed, oneStep, pause, reset, trainLive, warmUpHere } from '../liveSession.ts';
import { useStore } from '../store.ts';
import { Icon, type IconName } from '../style/Icon.tsx';
import styles from './Transport.module.css';

interface ActionProps {
  name: string;
  icon: IconName;
  title: string;
  act: () => void;
  /** Why it does nothing now; it stays reachable so that the reason can be read. */
  idle?: string;
  primary?: boolean;
}

function Action({ name, icon, title, act, idle, primary = false }: ActionProps) {
  return (
    <button
      type="button"
      className={primary ? 'button primary' : 'button'}
      title={idle ?? title}
      aria-disabled={idle ? true : undefined}
      onClick={idle ? undefined : act}
    >
      <Icon name={icon} />
      {name}
    </button>
  );
}

/** The live run's controls. */
export function Transport() {
  const state = useStore((store) => store.live.state);
  const busy = state === 'preparing' || state === 'warmup' || state === 'running';
  return (
    <div className={styles.row} role="toolbar" aria-label="Live training">
      <Action
        name="Train live"
        icon="play"
        title="Train a model in this tab (space)"
        act={trainLive}
        idle={busy ? 'It is training. Pause ends after the current step.' : undefined}
        primary
      />
      <Action
        name="Pause"
        icon="pause"
        title="Pause after this step (space)"
        act={pause}
        idle={busy ? undefined : 'Nothing is training.'}
      />
      <Action
        name="One step"
        icon="step"
        title="Take one step of the loop, then pause (.)"
        act={oneStep}
        idle={busy ? 'It is training already. Pause first.' : undefined}
      />
      <Action
        name="Reset"
        icon="reset"
        title="Back to step 0, same seed"
        act={reset}
        idle={state === 'none' ? 'There is no live run yet.' : undefined}
      />
      <Action name="New seed" icon="dice" title="Draw another seed and begin again" act={newSeed} />
      <button type="button" className="button quiet" popoverTarget="base-model" title="What the run starts from">
        <Icon name="flame" />
        Base model
      </button>
      <div id="base-model" popover="auto" className={`popover ${styles.base}`}>
        <p>
          Self-play starts from a <strong>base model</strong> that has seen short random programs and nothing else. One
          ships with this page. You can make your own instead and watch its loss fall. How much it sees is the setting{' '}
          <em>Prior knowledge</em>, which goes down to zero.
        </p>
        <button
          type="button"
          className="button"
          popoverTarget="base-model"
          popoverTargetAction="hide"
          onClick={warmUpHere}
        >
          <Icon name="flame" />
          Warm up here
        </button>
      </div>
    </div>
  );
}
