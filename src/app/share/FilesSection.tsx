import { useId, useRef } from 'react';
import { referenceExport } from '../../core/runlog/referenceExport.ts';
import { taskTypes } from '../../core/tasks/taskType.ts';
import { useStore } from '../store.ts';
import { Icon } from '../style/Icon.tsx';
import { useRunState } from '../useRunState.ts';
import { offerDownload, openFile, saveFile, saveModel } from './files.ts';
import styles from './ShareDialog.module.css';

/** The run as a file, a file as a run, and the tasks for the reference implementation. */
export function FilesSection() {
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const openDialog = useStore((store) => store.openDialog);
  const { state: live, keptStep } = useStore((store) => store.live);
  const run = useStore((store) => store.run.state);
  const tasks = useRunState(['tasks'], (state) => state.tasks.size());
  const isThere = live === 'running' || live === 'paused' || live === 'ended';
  const canSave = isThere || keptStep !== undefined;
  return (
    <section aria-labelledby={`${id}-title`} className={styles.section}>
      <h3 id={`${id}-title`}>A file</h3>
      <p className={styles.about}>
        A run file (.azrun) holds settings, curves, tasks, completions and weights. Open one here, or drop it anywhere
        on the page: it plays like a recording, and it can be trained on.
      </p>
      <div className={styles.row}>
        <button
          type="button"
          className="button"
          aria-disabled={canSave ? undefined : true}
          title={savingTitle()}
          onClick={canSave ? saveFile : undefined}
        >
          <Icon name="latest" />
          Save the live run
        </button>
        <button type="button" className="button" onClick={() => picker.current?.click()}>
          <Icon name="open" />
          Open a run file
        </button>
        <input
          ref={picker}
          type="file"
          accept=".azrun,.zip"
          className="visually-hidden"
          tabIndex={-1}
          aria-label="Run file"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (!file) return;
            openDialog();
            openFile(file);
          }}
        />
      </div>
      <p className={styles.about}>
        The live run’s model alone, as a zip of the files that <code>transformers</code> loads as its stock Glm: the
        averaged weights where the run averages them.
      </p>
      <div className={styles.row}>
        <button
          type="button"
          className="button small"
          aria-disabled={isThere ? undefined : true}
          title={
            isThere ? 'Saves it at the end of the step that runs' : 'There is no live run whose model could be saved.'
          }
          onClick={isThere ? saveModel : undefined}
        >
          Model for Hugging Face transformers
        </button>
      </div>
      <p className={styles.about}>
        The {tasks} tasks of the run on display, as JSON lines in the schema of the paper’s code, to go on at scale
        there:
      </p>
      <div className={styles.row}>
        <button type="button" className="button small" onClick={() => exportTasks('triplets')}>
          Deduction and abduction
        </button>
        <button type="button" className="button small" onClick={() => exportTasks('induction')}>
          Induction
        </button>
      </div>
    </section>
  );

  function savingTitle(): string {
    if (!canSave) return 'There is no live run to save.';
    return keptStep === undefined
      ? 'Saves at the end of the step that runs'
      : `Saves it as it was after step ${keptStep}`;
  }

  function exportTasks(which: 'triplets' | 'induction'): void {
    const all = taskTypes.flatMap((type) => run.tasks.list(type).map(({ task }) => task));
    offerDownload(which === 'triplets' ? 'azr-triplets.jsonl' : 'azr-induction.jsonl', referenceExport(all)[which]);
  }
}
