import { useState } from 'react';
import type { TraceEvent } from '../../core/python/api.ts';
import { Icon, type IconName } from '../style/Icon.tsx';
import { PythonCode } from '../style/PythonCode.tsx';
import styles from './TraceView.module.css';
import { momentText, traceMoment } from './traceState.ts';

/** The interpreter records no more moments than these (RunOptions.trace). */
const MOST_MOMENTS = 2000;

interface Props {
  program: string;
  trace: readonly TraceEvent[];
  /** The program has been edited since. */
  stale: boolean;
  index: number;
  onIndex: (index: number) => void;
}

function StepButton({
  name,
  icon,
  disabled,
  act,
}: {
  name: string;
  icon: IconName;
  disabled: boolean;
  act: () => void;
}) {
  return (
    <button
      type="button"
      className="button small icon"
      aria-label={name}
      title={name}
      aria-disabled={disabled || undefined}
      onClick={disabled ? undefined : act}
    >
      <Icon name={icon} />
    </button>
  );
}

/** A run, step by step, forward and back: the line about to run, and beside each line the values that it gave last. */
export function TraceView({ program, trace, stale, index, onIndex }: Props) {
  const [only, setOnly] = useState<number>();
  const last = trace.length - 1;
  const moment = traceMoment(trace, index);
  const inner = moment.frames[moment.frames.length - 1];
  const lines = program.replace(/\n+$/, '').split('\n');
  const jump = (line: number) => {
    const next = trace.findIndex((event, i) => i > index && event.line === line);
    const found = next >= 0 ? next : trace.findIndex((event) => event.line === line);
    if (found >= 0) onIndex(found);
    setOnly(found >= 0 ? undefined : line);
  };
  return (
    <div className={styles.whole}>
      <div className={styles.controls}>
        <StepButton name="To the first moment" icon="first" disabled={index === 0} act={() => onIndex(0)} />
        <StepButton name="Back" icon="back" disabled={index === 0} act={() => onIndex(index - 1)} />
        <StepButton name="Forward" icon="forward" disabled={index === last} act={() => onIndex(index + 1)} />
        <StepButton name="To the last moment" icon="last" disabled={index === last} act={() => onIndex(last)} />
        <input
          type="range"
          className={styles.range}
          aria-label="Moment of the run"
          aria-valuetext={`${index + 1} of ${trace.length}: ${momentText(moment)}`}
          min={0}
          max={last}
          value={index}
          onChange={(event) => onIndex(event.target.valueAsNumber)}
        />
        <span className={`number ${styles.place}`}>
          {index + 1} / {trace.length}
        </span>
      </div>
      {stale ? (
        <p className={styles.stale}>
          <Icon name="warning" /> Stale: the program has changed since this run. Run it again.
        </p>
      ) : (
        <p className={styles.says} aria-live="polite">
          {momentText(moment)}
          {only === undefined ? null : `. Line ${only} never runs here`}
        </p>
      )}
      <ol className={stale ? `${styles.listing} ${styles.old}` : styles.listing}>
        {lines.map((text, i) => {
          const line = i + 1;
          const values = moment.valuesByLine.get(line);
          return (
            <li
              key={`${line}:${text}`}
              className={styles.line}
              aria-current={line === inner?.line ? 'step' : undefined}
            >
              <button
                type="button"
                className={styles.number}
                aria-label={`Go to line ${line}`}
                onClick={() => jump(line)}
              >
                {line === inner?.line ? '▸' : line}
              </button>
              <span className={styles.code}>
                <PythonCode text={text || ' '} />
              </span>
              <span className={styles.values}>
                {[...(values ?? [])].map(([name, value]) => (
                  <span key={name} className={styles.value}>
                    {name} = <PythonCode text={value} />
                  </span>
                ))}
              </span>
            </li>
          );
        })}
      </ol>
      {trace.length >= MOST_MOMENTS ? (
        <p className={styles.stack}>The first {MOST_MOMENTS} moments of the run are recorded; it went on.</p>
      ) : null}
      {moment.frames.length > 1 ? (
        <p className={styles.stack}>
          Call stack: {moment.frames.map((frame) => `${frame.name} (line ${frame.line})`).join(' → ')}
        </p>
      ) : null}
    </div>
  );
}
