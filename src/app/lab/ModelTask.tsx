import { taskTypes } from '../../core/tasks/taskType.ts';
import { useStore } from '../store.ts';
import { Explain } from '../style/Explain.tsx';
import { signed } from '../style/formatNumber.ts';
import { Icon } from '../style/Icon.tsx';
import { Segmented } from '../style/Segmented.tsx';
import { typeNames } from '../style/typeNames.ts';
import { useRunOf } from '../useRunState.ts';
import { AttemptList } from './AttemptList.tsx';
import { type AttemptState, handToModel, labRollouts, taskKey, useAttempts } from './attemptStore.ts';
import { useLab } from './labStore.ts';
import styles from './ModelTask.module.css';

const typeOptions = taskTypes.map((value) => ({ value, label: typeNames[value].name }));
const counts = [1, 4, 8, 16, 32];

/** s = k/n and what a proposer would have earned with the task, by the rule in the settings. */
function Outcome({ rollouts, successes, reward }: AttemptState) {
  const n = rollouts.length;
  return (
    <dl className={styles.outcome} aria-live="polite">
      <div>
        <dt>solve rate s</dt>
        <dd className="number">
          {successes}/{n}
          <meter
            className={styles.meter}
            min={0}
            max={n}
            value={successes}
            aria-label={`${successes} of ${n} solved`}
          />
        </dd>
      </div>
      <div>
        <dt>a proposer would have earned</dt>
        <dd className="number">{signed(reward)}</dd>
      </div>
      <p className={styles.why}>
        {successes === 0
          ? 'Out of reach for this model: nothing to learn from yet.'
          : successes === n
            ? 'It always works: nothing left to learn.'
            : 'Sometimes solved: the kind of task that teaches.'}
      </p>
    </dl>
  );
}

function Attempts({ attempts }: { attempts: AttemptState & { run: NonNullable<AttemptState['run']> } }) {
  const { run, earlier, rollouts, state } = attempts;
  const tint = useStore((store) => store.tintTokens);
  const ids = useRunOf(run, ['live', 'rollouts'], (current) => labRollouts(current, earlier));
  return <AttemptList run={run} ids={state === 'done' ? rollouts : ids} tint={tint} />;
}

/** Hands the program and its input to the model of the live run as a task of a type, and shows its attempts. */
export function ModelTask() {
  const lab = useLab();
  const { type, attempts: asked, message } = lab;
  const attempts = useAttempts();
  const { state: live, sentence } = useStore((store) => store.live);
  const waiting = attempts.state === 'waiting';
  return (
    <div className={styles.whole}>
      <div className={styles.form}>
        <Segmented
          label="Hand it over as"
          options={typeOptions}
          value={type}
          onChange={(value) => useLab.setState({ type: value })}
        />
        <label className={styles.count}>
          <span className="label">attempts</span>
          <select
            className="field"
            value={asked}
            onChange={(event) => useLab.setState({ attempts: Number(event.target.value) })}
          >
            {counts.map((count) => (
              <option key={count}>{count}</option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className="button primary"
          aria-disabled={waiting || undefined}
          onClick={waiting ? undefined : handToModel}
        >
          <Icon name="chip" />
          Let the model try
        </button>
        <Explain about="handing a task to the model">
          <p>
            The model of the live run attempts your task n times, exactly as it probes the tasks that it proposes
            itself. The share that it solves, s, is what a proposer’s reward is made from. Nothing here trains the
            model.
          </p>
          <p>Without a live run one is prepared first, at step 0, with the settings as they are chosen.</p>
        </Explain>
      </div>
      <p className="muted small">
        {typeNames[type].asks}
        {type === 'induction'
          ? ' The first half of the inputs is shown with their outputs, the rest judges.'
          : ' The first input is used.'}
      </p>
      {type === 'induction' ? (
        <label className={styles.message}>
          <span className="label">message to the solver</span>
          <input
            className="field"
            value={message}
            placeholder="for example: 3 steps"
            onChange={(event) => useLab.setState({ message: event.target.value })}
          />
        </label>
      ) : null}
      {attempts.problem ? (
        <p className={styles.problem}>
          <Icon name="warning" /> {attempts.problem}
        </p>
      ) : null}
      {waiting && live !== 'running' && live !== 'paused' ? <p className="muted">{sentence}</p> : null}
      {waiting && live === 'running' ? (
        <p className="muted small">The attempts are made between two steps of the run.</p>
      ) : null}
      {attempts.run && attempts.key !== taskKey(lab) ? (
        <p className={styles.stale}>Stale: these attempts are at the task as it was before your last change.</p>
      ) : null}
      {attempts.state === 'done' ? <Outcome {...attempts} /> : null}
      {attempts.run ? <Attempts attempts={{ ...attempts, run: attempts.run }} /> : null}
    </div>
  );
}
