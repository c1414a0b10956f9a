import { useState } from 'react';
import type { TraceEvent } from '../../core/python/api.ts';
import { Icon } from '../style/Icon.tsx';
import { Panel } from '../style/Panel.tsx';
import { CodeEditor } from './CodeEditor.tsx';
import { examples } from './examples.ts';
import styles from './LabView.module.css';
import { programError, runProgram, useLab } from './labStore.ts';
import { ModelTask } from './ModelTask.tsx';
import { RunOutcome } from './RunOutcome.tsx';
import { TraceView } from './TraceView.tsx';

/** Where in which run the step-through stands. A new run begins at its first moment. */
function useMoment() {
  const run = useLab((lab) => lab.run);
  const [place, setPlace] = useState({ run, input: 0, index: 0 });
  const { input, index } = place.run === run ? place : { input: 0, index: 0 };
  const result = run?.results[input];
  const trace: readonly TraceEvent[] = result?.trace ?? [];
  return {
    run,
    input,
    trace,
    index: Math.min(index, Math.max(0, trace.length - 1)),
    setInput: (next: number) => setPlace({ run, input: next, index: 0 }),
    setIndex: (next: number) => setPlace({ run, input, index: next }),
  };
}

/** Write a Python function, run it, step through it, and hand it to the model. */
export function LabView() {
  const lab = useLab();
  const { run, input, trace, index, setInput, setIndex } = useMoment();
  const stale = run !== undefined && run.program !== lab.program;
  const error = programError(lab);
  const line = !stale && trace.length > 0 ? trace[index].line : undefined;
  return (
    <div className={styles.grid}>
      <Panel
        title="Lab"
        bare
        tools={
          <label className={styles.example}>
            <span className="label">Example</span>
            <select
              className="field"
              value=""
              onChange={(event) => {
                const example = examples[Number(event.target.value)];
                useLab.setState({ program: example.program, inputs: example.inputs, problem: undefined });
              }}
            >
              <option value="" disabled>
                choose …
              </option>
              {examples.map((example, i) => (
                <option key={example.name} value={i}>
                  {example.name}
                </option>
              ))}
            </select>
          </label>
        }
      >
        <CodeEditor
          value={lab.program}
          onChange={(program) => useLab.setState({ program })}
          onRun={runProgram}
          error={error ? { ...error, message: `${error.type}: ${error.message}` } : undefined}
          line={line}
        />
        <div className={styles.bottom}>
          <label className={styles.inputs}>
            <span className="label">Inputs of f, one a line (several arguments with commas)</span>
            <textarea
              className="field"
              rows={3}
              spellCheck={false}
              value={lab.inputs}
              onChange={(event) => useLab.setState({ inputs: event.target.value })}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) runProgram();
              }}
            />
          </label>
          <div className={styles.run}>
            <button
              type="button"
              className="button primary"
              title="Run (Ctrl Enter)"
              aria-disabled={lab.running || undefined}
              onClick={runProgram}
            >
              <Icon name="play" />
              Run
            </button>
            <span className="muted small">
              <kbd>Ctrl</kbd> <kbd>Enter</kbd> runs; <kbd>Ctrl</kbd> <kbd>M</kbd> lets Tab leave the editor.
            </span>
          </div>
          {lab.problem ? <p className={styles.problem}>{lab.problem}</p> : null}
          {run ? (
            <section className={stale ? styles.stale : styles.results} aria-label="Results" aria-live="polite">
              {run.results.map((result, i) => (
                <RunOutcome key={run.inputs[i]} input={run.inputs[i]} result={result} />
              ))}
            </section>
          ) : null}
        </div>
      </Panel>
      <div className={styles.side}>
        <Panel
          title="Step through"
          tools={
            run && run.inputs.length > 1 ? (
              <label className={styles.example}>
                <span className="label">with</span>
                <select className="field" value={input} onChange={(event) => setInput(Number(event.target.value))}>
                  {run.inputs.map((text, i) => (
                    <option key={text} value={i}>
                      f({text})
                    </option>
                  ))}
                </select>
              </label>
            ) : null
          }
        >
          {run && trace.length > 0 ? (
            <TraceView program={run.program} trace={trace} stale={stale} index={index} onIndex={setIndex} />
          ) : (
            <p className="muted">
              {run
                ? 'This run has no trace: it ended before the first line of f.'
                : 'Press Run. Then go through the run line by line, forward and back, with every value beside its line.'}
            </p>
          )}
        </Panel>
        <Panel title="Give it to the model">
          <ModelTask />
        </Panel>
      </div>
    </div>
  );
}
