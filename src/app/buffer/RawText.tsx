import { useMemo } from 'react';
import type { Rollout } from '../../core/runlog/events.ts';
import { decode } from '../../core/tasks/tokenizer.ts';
import { PythonCode } from '../style/PythonCode.tsx';
import styles from './TaskDetail.module.css';

/** What the model wrote, exactly, with its special tokens. */
export function RawText({ rollout }: { rollout: Rollout }) {
  const text = useMemo(() => decode(rollout.tokens), [rollout.tokens]);
  return (
    <details className={styles.raw}>
      <summary>Raw text of the proposal, {rollout.tokens.length} tokens</summary>
      <div className={styles.code}>
        <PythonCode text={text} block />
      </div>
    </details>
  );
}
