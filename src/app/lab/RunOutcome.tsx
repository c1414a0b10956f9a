import type { RunResult } from '../../core/python/api.ts';
import { wholeCount } from '../style/formatNumber.ts';
import { Icon } from '../style/Icon.tsx';
import { PythonCode } from '../style/PythonCode.tsx';
import styles from './RunOutcome.module.css';

/** What kinds of refusal mean, after the interpreter's own message. */
const advice: Partial<Record<string, string>> = {
  fuel: 'The program spent all the steps that it may: an endless loop does that. The limit is the setting Fuel.',
  memory: 'The program asked for more memory than one run may hold.',
  recursion: 'The program called itself deeper than one run may go.',
  output: 'The result is longer than an answer may be.',
  unsupported: 'This interpreter does not have that part of Python.',
  banned: 'Programs must not reach outside: the result has to depend on the input alone.',
};

/** What one input gave: the output, or the error and its line; the steps; what the program printed. */
export function RunOutcome({ input, result }: { input: string; result: RunResult }) {
  return (
    <div className={styles.outcome}>
      <p className={styles.call}>
        <PythonCode text={`f(${input})`} />
        <span className={`number ${styles.steps}`}>{wholeCount(result.steps)} steps</span>
      </p>
      {result.ok ? (
        <p className={styles.output}>
          <span aria-hidden="true">→ </span>
          <span className="visually-hidden">gives </span>
          <PythonCode text={result.output} />
        </p>
      ) : (
        <div className={styles.error}>
          <Icon name="warning" />
          <p>
            {result.error.line > 0 ? <strong>Line {result.error.line}: </strong> : null}
            {result.error.type}: {result.error.message}
            {advice[result.error.kind] ? <span className={styles.advice}>{advice[result.error.kind]}</span> : null}
          </p>
        </div>
      )}
      {result.stdout ? (
        <div>
          <p className="label">printed</p>
          <pre className={styles.stdout}>{result.stdout}</pre>
        </div>
      ) : null}
    </div>
  );
}
