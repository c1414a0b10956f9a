import { useMemo } from 'react';
import type { TaskAccepted } from '../../core/runlog/events.ts';
import type { RunState } from '../../core/runlog/runState.ts';
import { useStore } from '../store.ts';
import { PythonCode } from '../style/PythonCode.tsx';
import { useRunOf } from '../useRunState.ts';
import styles from './LineageView.module.css';
import { lineageOf } from './lineage.ts';
import { programLine } from './programLine.ts';
import detail from './TaskDetail.module.css';
import { taskName } from './taskName.ts';

/** Children that are listed; a popular reference has thousands. */
const MOST_CHILDREN = 30;

/** Which tasks the proposer was shown, the line back to the first of them, and what was proposed from this one. */
export function LineageView({ run, task }: { run: RunState; task: TaskAccepted }) {
  const children = useRunOf(run, ['tasks'], (state) => state.tasks.childrenOf(task.id).length);
  const book = run.tasks;
  const key = useMemo(() => ({ task, children }), [task, children]);
  const lineage = useMemo(() => lineageOf(book, key.task), [book, key]);
  const { parents, unknown, ancestors } = lineage;
  return (
    <section className={detail.part} aria-label="Lineage">
      <h4 className={detail.heading}>Proposed from</h4>
      {parents.length === 0 && unknown.length === 0 ? (
        <p className={detail.note}>
          {task.origin === 'identity' ? 'The root of every lineage.' : 'No reference was shown.'}
        </p>
      ) : null}
      <TaskLinks tasks={parents} />
      {unknown.length > 0 ? <p className={detail.note}>Not in this log: {unknown.map(taskName).join(', ')}</p> : null}
      {ancestors.length > 1 ? <Descent ancestors={ancestors} task={task} /> : null}
      <h4 className={detail.heading}>
        {children === 0
          ? 'Nothing was proposed from it yet'
          : `${children} ${children === 1 ? 'task was' : 'tasks were'} proposed from it`}
      </h4>
      <TaskLinks tasks={lineage.children.slice(0, MOST_CHILDREN)} />
      {children > MOST_CHILDREN ? <p className={detail.note}>and {children - MOST_CHILDREN} older ones</p> : null}
    </section>
  );
}

function TaskLinks({ tasks }: { tasks: readonly TaskAccepted[] }) {
  const selectTask = useStore((store) => store.selectTask);
  if (tasks.length === 0) return null;
  return (
    <ul className={styles.links}>
      {tasks.map((task) => (
        <li key={task.id}>
          <button type="button" className={styles.link} onClick={() => selectTask(task.id)}>
            <span className={styles.id} title={task.id}>
              {taskName(task.id)}
            </span>
            <span className={styles.program}>
              <PythonCode text={programLine(task.task.program)} />
            </span>
            <span className={styles.depth}>depth {task.depth}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The line of first references as a row of steps in depth, oldest first. */
function Descent({ ancestors, task }: { ancestors: readonly TaskAccepted[]; task: TaskAccepted }) {
  const selectTask = useStore((store) => store.selectTask);
  const line = [...ancestors].reverse();
  return (
    <>
      <p className={detail.note}>Line of descent, {ancestors.length} generations, by depth:</p>
      <ol className={styles.descent}>
        {line.map((ancestor) => (
          <li key={ancestor.id}>
            <button
              type="button"
              className={styles.generation}
              aria-label={`Ancestor ${taskName(ancestor.id)}, depth ${ancestor.depth}`}
              title={`${taskName(ancestor.id)}, step ${ancestor.step}, depth ${ancestor.depth}`}
              onClick={() => selectTask(ancestor.id)}
            >
              {ancestor.depth}
            </button>
          </li>
        ))}
        <li>
          <span className={styles.own}>{task.depth}</span>
        </li>
      </ol>
    </>
  );
}
