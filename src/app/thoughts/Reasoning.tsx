import type { StatedValue } from '../../core/runlog/events.ts';
import { Icon } from '../style/Icon.tsx';
import styles from './Reasoning.module.css';
import { Tokens } from './Tokens.tsx';
import { hasText, tokenLines } from './tokenLines.ts';

interface Props {
  tokens: readonly number[];
  /** How many of them stand on the page. */
  count: number;
  logProbs?: readonly number[];
  stated?: readonly StatedValue[];
  tint: boolean;
  /** Whether more is to come: shows a caret. */
  writing: boolean;
}

/** Whether one stated value is what the interpreter's trace has. */
function Mark({ value }: { value: StatedValue }) {
  if (value.true) {
    return (
      <span className={styles.true} title={`${value.variable} is ${value.actual ?? value.stated} in the trace`}>
        <Icon name="check" size="1em" />
        <span className="visually-hidden">true</span>
      </span>
    );
  }
  return (
    <span className={styles.false}>
      <Icon name="cross" size="1em" />
      <span className="visually-hidden">false, the trace has </span>
      <span className={styles.actual} title="What the interpreter’s trace has">
        {value.actual ?? 'no value'}
      </span>
    </span>
  );
}

/** The values that a line states; for induction one a shown pair. */
function marksOf(stated: readonly StatedValue[] = [], line: number) {
  return stated.filter((value) => value.line === line).map((value, pair) => ({ value, pair }));
}

/** A completion line by line; each line that states a value is marked true or false against the trace once it is judged. */
export function Reasoning({ tokens, count, logProbs, stated, tint, writing }: Props) {
  const lines = tokenLines(tokens, count);
  if (!writing && !hasText(tokens, lines[lines.length - 1])) lines.pop();
  return (
    <ol className={styles.lines}>
      {lines.map(({ start, end }, index) => (
        <li key={start} className={styles.line}>
          <code className={styles.text}>
            <Tokens tokens={tokens} logProbs={logProbs} start={start} end={end} tint={tint} />
            {writing && index === lines.length - 1 ? <span className={styles.caret} aria-hidden="true" /> : null}
          </code>
          <span className={styles.marks}>
            {writing ? null : marksOf(stated, index).map(({ value, pair }) => <Mark key={pair} value={value} />)}
          </span>
        </li>
      ))}
    </ol>
  );
}
