import { PythonCode } from '../style/PythonCode.tsx';
import { typeNames } from '../style/typeNames.ts';
import { Attempts } from './Attempts.tsx';
import styles from './Card.module.css';
import type { CompletionView } from './completionView.ts';
import { Earned } from './Earned.tsx';
import { FalseStepTest } from './FalseStepTest.tsx';
import { Hidden } from './Hidden.tsx';
import { Prompt } from './Prompt.tsx';
import { promptText } from './promptText.ts';
import { Reasoning } from './Reasoning.tsx';
import { Verdict } from './Verdict.tsx';

export interface CardProps {
  view: CompletionView;
  /** Tokens that stand on the page. */
  count: number;
  tint: boolean;
}

/** One attempt at a task: what was shown, the reasoning against the trace, the verdict, and apart from it what was hidden. */
export function SolverCard({ view, count, tint }: CardProps) {
  const { rollout, task, proposal, tokens, prompt, type, id } = view;
  const writing = !rollout || count < tokens.length;
  const probes = view.purpose === 'probe' && proposal ? proposal.probes : [];
  return (
    <>
      <section className={styles.shown}>
        <h4 className="visually-hidden">Shown to the model</h4>
        <p className="label">
          Given {typeNames[type].given}, find {typeNames[type].find}
        </p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be in reach of the keyboard */}
        <section className={styles.program} tabIndex={0} aria-label={`The ${type} task as shown`}>
          <PythonCode text={promptText(prompt)} block />
        </section>
        <Prompt prompt={prompt} />
      </section>
      <section className={styles.written}>
        <h4 className="visually-hidden">Written by the model</h4>
        <Reasoning
          tokens={tokens}
          count={count}
          logProbs={rollout?.logProbs}
          stated={rollout?.stated}
          tint={tint}
          writing={writing}
        />
      </section>
      {writing || !rollout ? null : (
        <section className={styles.judged}>
          <h4 className="visually-hidden">Judged by the interpreter</h4>
          <Verdict verdict={rollout.verdict} />
          <Earned rollout={rollout} />
        </section>
      )}
      {!writing && rollout && task ? <FalseStepTest rollout={rollout} task={task} /> : null}
      {task ? <Hidden task={task} /> : null}
      {probes.length > 0 ? <Attempts label="All attempts at it" ids={probes} current={id} /> : null}
    </>
  );
}
