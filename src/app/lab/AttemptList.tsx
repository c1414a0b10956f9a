import type { RunState } from '../../core/runlog/runState.ts';
import { useMedia } from '../style/useMedia.ts';
import { completionView } from '../thoughts/completionView.ts';
import { Prompt } from '../thoughts/Prompt.tsx';
import { Reasoning } from '../thoughts/Reasoning.tsx';
import { useReveal } from '../thoughts/useReveal.ts';
import { Verdict } from '../thoughts/Verdict.tsx';
import { useRunOf } from '../useRunState.ts';
import styles from './AttemptList.module.css';

const live = ['live', 'rollouts'] as const;

function Attempt({ run, id, number, tint }: { run: RunState; id: string; number: number; tint: boolean }) {
  const view = useRunOf(run, live, (state) => completionView(state, id), 'frame');
  const still = useMedia('(prefers-reduced-motion: reduce)');
  const count = useReveal(id, view?.tokens.length ?? 0, still);
  if (!view) return null;
  const writing = !view.rollout || count < view.tokens.length;
  return (
    <li className={`${view.type} ${styles.attempt}`} aria-busy={writing}>
      <p className={styles.head}>
        <span className="label">Attempt {number}</span>
        {writing || !view.rollout ? (
          <span className="muted small">writing</span>
        ) : (
          <Verdict verdict={view.rollout.verdict} />
        )}
      </p>
      <div className={styles.text}>
        <Reasoning
          tokens={view.tokens}
          count={count}
          logProbs={view.rollout?.logProbs}
          stated={view.rollout?.stated}
          tint={tint}
          writing={writing}
        />
      </div>
    </li>
  );
}

/** Attempts at one task side by side, with the prompt that all of them had. */
export function AttemptList({ run, ids, tint }: { run: RunState; ids: readonly string[]; tint: boolean }) {
  const first = useRunOf(run, live, (state) => (ids.length > 0 ? completionView(state, ids[0]) : undefined));
  return (
    <>
      {first ? <Prompt prompt={first.prompt} /> : null}
      <ol className={styles.list}>
        {ids.map((id, index) => (
          <Attempt key={id} run={run} id={id} number={index + 1} tint={tint} />
        ))}
      </ol>
    </>
  );
}
