import { type RefObject, useRef } from 'react';
import type { Proposal } from '../../core/runlog/events.ts';
import type { RunState } from '../../core/runlog/runState.ts';
import { useStore } from '../store.ts';
import { signed } from '../style/formatNumber.ts';
import { Icon } from '../style/Icon.tsx';
import { PythonCode } from '../style/PythonCode.tsx';
import { TypeGlyph } from '../style/TypeGlyph.tsx';
import { Verdict } from '../thoughts/Verdict.tsx';
import { useRunOf } from '../useRunState.ts';
import { RawText } from './RawText.tsx';
import styles from './TaskDetail.module.css';
import { taskName } from './taskName.ts';
import { useHeadingFocus } from './useHeadingFocus.ts';

interface Props {
  run: RunState;
  proposal: Proposal;
  onClose: () => void;
  /** The part of the page that has the list and this proposal. */
  area: RefObject<HTMLElement | null>;
}

/** One refused proposal in full: the reason, what could be read of it, and what the model wrote. */
export function RefusedDetail({ run, proposal, onClose, area }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const rollout = useRunOf(run, ['rollouts'], (state) => state.rollouts.get(proposal.rollout));
  const { id, type, step, depth, verdict, program, inputs = [], references, reward } = proposal;
  useHeadingFocus(heading, area, id);
  return (
    <article className={styles.detail} aria-label={`Refused proposal ${id}`}>
      <header className={styles.head}>
        <button type="button" className="button quiet small icon" aria-label="Back to the list" onClick={onClose}>
          <Icon name="back" />
        </button>
        <h3 ref={heading} tabIndex={-1} className={styles.title}>
          <TypeGlyph type={type} named /> proposal <code title={id}>{taskName(id)}</code>
        </h3>
        <span className={styles.facts}>
          step {step}
          {depth === undefined ? '' : ` · depth ${depth}`} · reward {signed(reward)}
        </span>
      </header>
      <Verdict verdict={verdict} />
      {program ? (
        <section className={styles.part} aria-label="Program">
          <h4 className={styles.heading}>What could be read</h4>
          <div className={styles.code}>
            <PythonCode text={[program, ...inputs.map((input) => `f(${input})`)].join('\n')} block />
          </div>
        </section>
      ) : null}
      <section className={styles.part} aria-label="References">
        <h4 className={styles.heading}>Shown to the proposer</h4>
        <References ids={references} />
      </section>
      {rollout ? (
        <RawText rollout={rollout} />
      ) : (
        <p className={styles.note}>
          What the model wrote is not kept any more: a run keeps the completions of its newest steps.
        </p>
      )}
    </article>
  );
}

function References({ ids }: { ids: readonly string[] }) {
  const selectTask = useStore((store) => store.selectTask);
  if (ids.length === 0) return <p className={styles.note}>No reference.</p>;
  return (
    <p className={styles.references}>
      {ids.map((id) => (
        <button key={id} type="button" className="button small" onClick={() => selectTask(id)}>
          Task {taskName(id)}
        </button>
      ))}
    </p>
  );
}
