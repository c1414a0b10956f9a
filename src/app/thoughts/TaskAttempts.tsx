import { useMemo } from 'react';
import type { TaskType } from '../../core/tasks/taskType.ts';
import { taskName } from '../buffer/taskName.ts';
import { useStore } from '../store.ts';
import { Icon } from '../style/Icon.tsx';
import { useRunState } from '../useRunState.ts';
import { Attempts } from './Attempts.tsx';
import styles from './TaskAttempts.module.css';

const SHOWN = 24;

/** The attempts at the task that the reader opened, when it is of this type: task → its rollouts → a completion. */
export function TaskAttempts({ type }: { type: TaskType }) {
  const run = useStore((store) => store.run.state);
  const selected = useStore((store) => store.selectedTask);
  const current = useStore((store) => store.selectedRollout);
  const selectTask = useStore((store) => store.selectTask);
  const selectRollout = useStore((store) => store.selectRollout);
  const task = useRunState(['tasks'], (state) => (selected === undefined ? undefined : state.tasks.task(selected)));
  const attempts = useRunState(['tasks'], (state) => (selected === undefined ? 0 : state.tasks.solveCount(selected).n));
  const proposal = useRunState(['proposals'], (state) =>
    task?.proposal === undefined ? undefined : state.tasks.proposal(task.proposal),
  );
  // Reading all kept completions is dear: once per task and per new attempt at it.
  const ids = useMemo(
    () =>
      selected === undefined || attempts === 0
        ? []
        : run.rollouts
            .ofTask(selected)
            .slice(-SHOWN)
            .map((rollout) => rollout.id),
    [run, selected, attempts],
  );
  if (task?.task.type !== type) return null;
  return (
    <div className={styles.whole}>
      <p className={styles.title}>
        <span title={task.id}>Task {taskName(task.id)}</span>
        {proposal && run.rollouts.get(proposal.rollout) ? (
          <button type="button" className="button small" onClick={() => selectRollout(proposal.rollout)}>
            How it was proposed
          </button>
        ) : null}
        <button
          type="button"
          className={`button quiet small icon ${styles.close}`}
          aria-label={`Close task ${taskName(task.id)}`}
          onClick={() => selectTask(undefined)}
        >
          <Icon name="close" />
        </button>
      </p>
      {ids.length > 0 ? (
        <Attempts
          label={ids.length < attempts ? `Last ${ids.length} of ${attempts} attempts` : 'Attempts'}
          ids={ids}
          current={current}
        />
      ) : (
        <p className="muted small">None of its attempts is kept.</p>
      )}
    </div>
  );
}
