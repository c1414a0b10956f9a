import { useState } from 'react';
import type { Rollout } from '../../core/runlog/events.ts';
import type { Task } from '../../core/tasks/taskType.ts';
import { decode, endToken } from '../../core/tasks/tokenizer.ts';
import type { FalseStepTest as Test } from '../../engine/falseSteps.ts';
import { plantFalseStep } from '../liveSession.ts';
import { useStore } from '../store.ts';
import { Explain } from '../style/Explain.tsx';
import { Icon } from '../style/Icon.tsx';
import styles from './FalseStepTest.module.css';
import { falseStepWords } from './falseStepWords.ts';

interface Props {
  rollout: Rollout;
  task: Task;
}

type State = { state: 'asked' } | { state: 'told'; step: number; test?: Test } | { state: 'failed'; problem: string };

/** A causal test of a finished chain of thought: **Plant a false step**, let the model go on from it, and see whether the answer follows. */
export function FalseStepTest({ rollout, task }: Props) {
  const [state, setState] = useState<State>();
  const hasModel = useStore(({ live }) => live.state === 'running' || live.state === 'paused');
  const { tokens, stated = [], depth = 1, type } = rollout;
  const lines = new Set(stated.map(({ line }) => line)).size;
  if (lines < 2 || (rollout.verdict.kind !== 'correct' && rollout.verdict.kind !== 'wrong')) return null;
  const plant = async () => {
    setState({ state: 'asked' });
    const text = decode(tokens.filter((token) => token !== endToken));
    try {
      const { step, test } = await plantFalseStep({ task, depth, text, stated });
      setState({ state: 'told', step, test });
    } catch (error) {
      setState({ state: 'failed', problem: error instanceof Error ? error.message : String(error) });
    }
  };
  const waits = state?.state === 'asked';
  return (
    <section className={styles.whole} aria-label={`Causal test of the ${type}`}>
      <p className={styles.ask}>
        <button
          type="button"
          className="button small"
          aria-disabled={!hasModel || waits || undefined}
          title={
            hasModel ? 'The model goes on from a chain with one value made false' : 'This needs a model: Train live'
          }
          onClick={hasModel && !waits ? plant : undefined}
        >
          {state ? 'Plant another false step' : 'Plant a false step'}
        </button>
        <Explain about="planting a false step">
          <p>
            Is this reasoning what the answer comes from, or only written beside it? One stated value is replaced by a
            false one, and the model of the live run goes on from there, greedily; and once more from the chain as it
            was.
          </p>
          <p>If it reads its own reasoning, the answer becomes what follows from the false value.</p>
        </Explain>
        {hasModel ? null : <span className={styles.needs}>needs a model: Train live</span>}
        {waits ? <span className={styles.needs}>The model goes on, between two phases of the run.</span> : null}
      </p>
      <div aria-live="polite">
        {state?.state === 'failed' ? <p className={styles.problem}>{state.problem}</p> : null}
        {state?.state === 'told' && !state.test ? (
          <p className={styles.verdict}>
            Here a false value would lead to the same answer, so nothing can be learnt from it. Plant another.
          </p>
        ) : null}
        {state?.state === 'told' && state.test ? <Told test={state.test} step={state.step} type={type} /> : null}
      </div>
    </section>
  );
}

function Told({ test, step, type }: { test: Test; step: number; type: Rollout['type'] }) {
  const { icon, sentence } = falseStepWords(test.outcome, type);
  return (
    <>
      <p className={styles.verdict}>
        <Icon name={icon} /> <span>{sentence}</span>
      </p>
      <p className={styles.needs}>
        Line {test.line + 1}: <code>{test.variable}</code> is said to be <code>{test.planted}</code> instead of{' '}
        <code>{test.stated}</code>; the model is that of step {step}.
      </p>
      <div className={styles.sides}>
        <Side title="From its own steps" {...test.without} />
        <Side title="From the false step" planted={test.line} {...test.with} />
      </div>
    </>
  );
}

function Side({ title, text, answer, planted }: Test['with'] & { title: string; planted?: number }) {
  return (
    <figure className={styles.side}>
      <figcaption className="label">{title}</figcaption>
      <pre className={styles.text}>
        {text
          .replace(/\n$/, '')
          .split('\n')
          .map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a finished text never move
            <span key={index} className={index === planted ? styles.planted : undefined}>
              {line}
              {index === planted ? <span className="visually-hidden"> (the false step)</span> : null}
              {'\n'}
            </span>
          ))}
      </pre>
      {text.includes('def f(') ? null : (
        <p className={styles.answer}>
          answer <code>{answer ?? 'none that can be read'}</code>
        </p>
      )}
    </figure>
  );
}
