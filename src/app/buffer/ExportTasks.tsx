import { useId } from 'react';
import { referenceExport } from '../../core/runlog/referenceExport.ts';
import type { RunState } from '../../core/runlog/runState.ts';
import { offerDownload } from '../share/files.ts';
import styles from './ExportTasks.module.css';
import { tasksJsonl } from './tasksJsonl.ts';

/** Saves the buffer as JSONL: for this project's commands, or for the reference implementation. */
export function ExportTasks({ run }: { run: RunState }) {
  const id = useId();
  const forReference = () => referenceExport(run.tasks.all().map(({ task }) => task));
  return (
    <>
      <button type="button" className="button small" popoverTarget={id}>
        Export
      </button>
      <div id={id} popover="auto" className="popover">
        <ul className={styles.list}>
          <li>
            <button
              type="button"
              className="button small"
              onClick={() => offerDownload('tasks.jsonl', tasksJsonl(run.tasks))}
            >
              All tasks
            </button>
            <p>A line each, with depth, lineage and solve rate. npm run -s evaluate reads it.</p>
          </li>
          <li>
            <button
              type="button"
              className="button small"
              onClick={() => offerDownload('seed_io.jsonl', forReference().triplets)}
            >
              Deduction and abduction
            </button>
            <p>As seed data of the Absolute Zero Reasoner’s own code, to go on there at scale.</p>
          </li>
          <li>
            <button
              type="button"
              className="button small"
              onClick={() => offerDownload('code_f_seed_io.jsonl', forReference().induction)}
            >
              Induction
            </button>
            <p>The same for its induction tasks.</p>
          </li>
        </ul>
      </div>
    </>
  );
}
