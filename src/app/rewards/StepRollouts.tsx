import { decode } from '../../core/tasks/tokenizer.ts';
import { taskName } from '../buffer/taskName.ts';
import { openRollout } from '../openRollout.ts';
import { seekReplay } from '../replaySession.ts';
import { type StepGroup, useStore } from '../store.ts';
import { signed } from '../style/formatNumber.ts';
import { Modal } from '../style/Modal.tsx';
import { Verdict } from '../thoughts/Verdict.tsx';
import { useRunState } from '../useRunState.ts';
import styles from './StepRollouts.module.css';
import { meanReward, type RolloutGroup, stepGroups } from './stepGroups.ts';
import { streamName } from './streamNames.ts';

/** The completions behind the point of a reward curve that was chosen. */
export function StepRollouts() {
  const group = useStore((store) => store.selectedGroup);
  const selectGroup = useStore((store) => store.selectGroup);
  const title = group ? `Step ${group.step}, ${streamName(group.stream)}` : 'Completions of a step';
  return (
    <Modal title={title} shape="drawer" open={group !== undefined} onClose={() => selectGroup(undefined)}>
      {group ? <Groups group={group} /> : null}
    </Modal>
  );
}

function Groups({ group }: { group: StepGroup }) {
  const groups = useRunState(['rollouts'], (run) => stepGroups(run, group));
  const recorded = useStore((store) => store.run.kind === 'recording');
  const all = groups.flatMap(({ rollouts }) => rollouts);
  const mean = meanReward(all);
  if (groups.length === 0) {
    return (
      <>
        <p className={styles.sentence}>
          The completions of this step are not kept any more: a run keeps those of its newest steps.
        </p>
        {recorded ? (
          <button type="button" className={`button ${styles.seek}`} onClick={() => seekReplay(group.step)}>
            Replay step {group.step}
          </button>
        ) : null}
      </>
    );
  }
  return (
    <>
      <p className={styles.sentence}>
        {all.length} completions{mean === undefined ? '' : `, mean reward ${signed(mean)}`}. Open one to see its tokens,
        its reasoning against the trace, and what it counted in the update.
      </p>
      {groups.map((each) => (
        <Group key={each.rollouts[0].id} group={each} />
      ))}
    </>
  );
}

function Group({ group: { taskId, purpose, rollouts } }: { group: RolloutGroup }) {
  const selectTask = useStore((store) => store.selectTask);
  const correct = rollouts.filter(({ verdict }) => verdict.kind === 'correct').length;
  return (
    <section className={styles.group}>
      {taskId === undefined ? null : (
        <h3 className={styles.title}>
          {purpose === 'probe' ? 'Probe of new task' : 'Task'}{' '}
          <button type="button" className="button small" onClick={() => selectTask(taskId)}>
            {taskName(taskId)}
          </button>{' '}
          solved {correct} of {rollouts.length}
        </h3>
      )}
      <ul className={styles.list}>
        {rollouts.map((rollout) => (
          <li key={rollout.id}>
            <button type="button" className={styles.rollout} onClick={() => openRollout(rollout.id)}>
              <span className={styles.earned}>
                <Verdict verdict={rollout.verdict} />
                <span className="number">
                  {rollout.reward === undefined ? '' : `reward ${signed(rollout.reward)}`}
                  {rollout.advantage === undefined ? '' : `, advantage ${signed(rollout.advantage)}`}
                </span>
              </span>
              <code className={styles.text}>{decode(rollout.tokens)}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
