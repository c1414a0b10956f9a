import { type RefObject, useRef } from 'react';
import type { TaskAccepted } from '../../core/runlog/events.ts';
import type { RunState } from '../../core/runlog/runState.ts';
import { shownPairs } from '../../core/tasks/prompts.ts';
import { useStore } from '../store.ts';
import { Icon } from '../style/Icon.tsx';
import { PythonCode } from '../style/PythonCode.tsx';
import { TypeGlyph } from '../style/TypeGlyph.tsx';
import { typeNames } from '../style/typeNames.ts';
import { useRunOf } from '../useRunState.ts';
import { LineageView } from './LineageView.tsx';
import { ProposalPart } from './ProposalPart.tsx';
import { SolveRate } from './SolveRate.tsx';
import styles from './TaskDetail.module.css';
import { TaskRollouts } from './TaskRollouts.tsx';
import { taskName } from './taskName.ts';
import { useHeadingFocus } from './useHeadingFocus.ts';

interface Props {
  run: RunState;
  task: TaskAccepted;
  /** The part of the page that has the list and this task. */
  area: RefObject<HTMLElement | null>;
}

/** One task in full: program, pairs, where it comes from, what came of it, and every attempt that is kept. */
export function TaskDetail({ run, task, area }: Props) {
  const selectTask = useStore((store) => store.selectTask);
  const heading = useRef<HTMLHeadingElement>(null);
  const count = useRunOf(run, ['tasks'], (state) => ({ ...state.tasks.solveCount(task.id) }));
  const { type, program, message } = task.task;
  useHeadingFocus(heading, area, task.id);
  return (
    <article className={styles.detail} aria-label={`Task ${task.id}`}>
      <header className={styles.head}>
        <button
          type="button"
          className="button quiet small icon"
          aria-label="Back to the list"
          onClick={() => selectTask(undefined)}
        >
          <Icon name="back" />
        </button>
        <h3 ref={heading} tabIndex={-1} className={styles.title}>
          <TypeGlyph type={type} named /> task <code title={task.id}>{taskName(task.id)}</code>
        </h3>
        <span className={styles.facts}>
          step {task.step} · depth {task.depth}
        </span>
        <SolveRate count={count} />
      </header>
      <section className={styles.part} aria-label="Program">
        <div className={styles.code}>
          <PythonCode text={program} block />
        </div>
        {message ? <p className={styles.message}>Message to the solver: “{message}”</p> : null}
      </section>
      <Pairs task={task} />
      <ProposalPart run={run} task={task} />
      <LineageView run={run} task={task} />
      <TaskRollouts run={run} taskId={task.id} attempts={count.n} />
    </article>
  );
}

/** Every pair, and for induction which of them the solver is shown. */
function Pairs({ task: { task } }: { task: TaskAccepted }) {
  const { type, inputs, outputs } = task;
  const shown = type === 'induction' ? shownPairs(task) : 0;
  const pairs = inputs.map((input, index) => ({ input, output: outputs[index], index }));
  return (
    <section className={styles.part} aria-label="Pairs">
      <p className={styles.note}>
        {typeNames[type].asks}
        {type === 'induction'
          ? ` The solver is shown the first ${shown} pairs and the message; the others judge its program.`
          : ''}
      </p>
      <table className={styles.pairs}>
        <thead>
          <tr>
            <th scope="col">Input</th>
            <th scope="col">{type === 'error' ? 'Exception' : 'Output'}</th>
            {type === 'induction' ? <th scope="col">Solver</th> : null}
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ input, output, index }) => (
            <tr key={index}>
              <td>
                <PythonCode text={input} />
              </td>
              <td>
                <PythonCode text={output} />
              </td>
              {type === 'induction' ? (
                <td className={styles.seen}>
                  <Icon name={index < shown ? 'eye' : 'lock'} /> {index < shown ? 'shown' : 'hidden'}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
