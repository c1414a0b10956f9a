import type { TaskAccepted } from '../../core/runlog/events.ts';
import type { TaskBook } from '../../core/runlog/taskBook.ts';
import { pairText } from '../../core/tasks/prompts.ts';
import { PythonCode } from '../style/PythonCode.tsx';
import { TypeGlyph } from '../style/TypeGlyph.tsx';
import { makerWords } from './makerWords.ts';
import { programLine } from './programLine.ts';
import { SolveRate } from './SolveRate.tsx';
import styles from './TaskRow.module.css';

/** One task in the list: in little room on two lines, in a wide panel as columns under `TaskHeadings`. */
export function TaskRow({ task, book }: { task: TaskAccepted; book: TaskBook }) {
  const { type, program, inputs } = task.task;
  const proposal = task.proposal === undefined ? undefined : book.proposal(task.proposal);
  return (
    <span className={styles.row}>
      <span className={styles.type}>
        <TypeGlyph type={type} />
      </span>
      <span className={styles.program}>
        <PythonCode text={programLine(program)} />
      </span>
      <span className={styles.pair}>
        <PythonCode text={pairText(task.task)} />
        {inputs.length > 1 ? <span className={styles.more}> and {inputs.length - 1} more</span> : null}
      </span>
      <span className={styles.step}>
        <span className={styles.label}>step </span>
        {task.step}
      </span>
      <span className={styles.depth}>
        <span className={styles.label}>depth </span>
        {task.depth}
      </span>
      <span className={styles.solved}>
        <SolveRate count={book.solveCount(task.id)} />
      </span>
      <span className={styles.maker}>{makerWords(task, proposal)}</span>
    </span>
  );
}

/** Names of the columns in a wide panel. Each row says them itself to a screen reader. */
export function TaskHeadings() {
  return (
    <div className={styles.headings} aria-hidden="true">
      <span>Type</span>
      <span>Program</span>
      <span>Input and output</span>
      <span>Step</span>
      <span>Depth</span>
      <span>Solved</span>
      <span>Made by</span>
    </div>
  );
}
