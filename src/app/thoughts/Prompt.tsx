import styles from './Prompt.module.css';
import { Tokens } from './Tokens.tsx';
import { tokenLines } from './tokenLines.ts';

/** The exact prompt, token by token, one click away and in a box of its own: nothing that the model did not see is in it. */
export function Prompt({ prompt }: { prompt: readonly number[] }) {
  return (
    <details className={styles.details}>
      <summary className={styles.summary}>
        Prompt the model saw <span className="muted number">{prompt.length} tokens</span>
      </summary>
      <pre className={styles.prompt}>
        {tokenLines(prompt).map(({ start, end }) => (
          <span key={start} className={styles.line}>
            <Tokens tokens={prompt} start={start} end={end} tint={false} />
            {'\n'}
          </span>
        ))}
      </pre>
    </details>
  );
}
