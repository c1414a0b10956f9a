import { useRef } from 'react';
import type { Rollout } from '../../core/runlog/events.ts';
import type { RunState } from '../../core/runlog/runState.ts';
import type { Stream } from '../../core/tasks/taskType.ts';
import { useStore } from '../store.ts';
import { Icon } from '../style/Icon.tsx';
import { PythonCode } from '../style/PythonCode.tsx';
import { useRunState } from '../useRunState.ts';
import { promptText } from './promptText.ts';
import styles from './Recent.module.css';
import { recentRollouts } from './recentRollouts.ts';
import { verdictText } from './verdictText.ts';

interface Props {
  stream: Stream;
  /** The completion that the column shows. */
  current: string;
  /** Nothing moves while the reader is in the column. */
  held: boolean;
}

const oneLine = (text: string) => text.replace(/\n\s*/g, ' ↵ ');

function Summary({ verdict, tokens }: Rollout) {
  switch (verdict.kind) {
    case 'correct':
    case 'wrong':
      return <PythonCode text={oneLine(verdict.answer)} />;
    case 'accepted':
      return <PythonCode text={oneLine(promptText(tokens))} />;
    default:
      return verdictText(verdict).title;
  }
}

/** The newest finished completions of a stream, one a line; each opens. */
export function Recent({ stream, current, held }: Props) {
  const selectRollout = useStore((store) => store.selectRollout);
  const newest = useRunState(['rollouts'], (run: RunState) => recentRollouts(run, stream));
  const frozen = useRef(newest);
  if (!held) frozen.current = newest;
  if (frozen.current.length === 0) return null;
  return (
    <section className={styles.whole}>
      <h4 className="label">Newest completions</h4>
      <ol className={styles.list}>
        {frozen.current.map((rollout) => {
          const { icon, tone, title } = verdictText(rollout.verdict);
          return (
            <li key={rollout.id}>
              <button
                type="button"
                className={styles.row}
                aria-current={rollout.id === current ? 'true' : undefined}
                onClick={() => selectRollout(rollout.id)}
              >
                <span className={styles[tone]}>
                  <Icon name={icon} size="1em" />
                  <span className="visually-hidden">{title}</span>
                </span>
                <span className={styles.summary}>
                  <Summary {...rollout} />
                </span>
                <span className={`number ${styles.place}`}>
                  {rollout.depth === undefined ? '' : `depth ${rollout.depth}, `}step {rollout.step}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
