import type { RunState } from '../../core/runlog/runState.ts';
import { typesOfRun } from '../../core/runlog/typesOfRun.ts';
import { type Faithfulness, faithfulnessShares } from '../../core/tasks/faithfulness.ts';
import type { TaskType } from '../../core/tasks/taskType.ts';
import { Explain } from '../style/Explain.tsx';
import { percentage } from '../style/formatNumber.ts';
import { TypeGlyph } from '../style/TypeGlyph.tsx';
import styles from './ReasoningTruth.module.css';
import { useDerived } from './useDerived.ts';

/** What is told, with the count that it is a share of. */
const columns = [
  { share: 'true', of: 'stated', title: 'Steps that are true', unit: 'stated values' },
  { share: 'rightWithFalse', of: 'right', title: 'Right answer, false step', unit: 'right answers' },
  { share: 'wrongWithTrue', of: 'wrong', title: 'Wrong answer, true steps', unit: 'wrong answers' },
] as const;

function beforeAndNow({ evaluations }: RunState) {
  const told = evaluations.filter(({ reasoning }) => reasoning);
  return { first: told[0], last: told.at(-1) };
}

/** Is the reasoning true? Held-out attempts of the base and of the newest model against the interpreter's trace. */
export function ReasoningTruth({ run }: { run: RunState }) {
  const { first, last } = useDerived(run, undefined, ['evaluations'], beforeAndNow);
  return (
    <section className={styles.whole} aria-labelledby="truth-title">
      <h3 id="truth-title" className="section-title">
        Is the reasoning true?
        <Explain about="true reasoning">
          <p>
            A chain of thought states a variable’s value on each line. The interpreter knows what the value really is,
            so every step can be checked, not only the answer. The last value of a deduction or abduction is the answer
            itself and does not count as a step.
          </p>
          <p>
            Abduction reasons backwards. Its steps are held against the trace of the input that it answers. It may be
            right with false steps, as when a later statement drops an element that was stated wrongly.
          </p>
          <p>
            True steps need not be what the answer comes from. To test that, open a completion and plant a false step:
            if the answer follows it, the model reads its own reasoning.
          </p>
        </Explain>
      </h3>
      {first && last ? (
        <>
          <p className={styles.sentence}>
            Held-out tasks, greedy: the base model at step {first.step}
            {last === first ? '.' : `, and the model after step ${last.step}.`}
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be in reach of the keyboard */}
          <section className={styles.scroll} tabIndex={0} aria-label="True steps by task type">
            <table className={`figures ${styles.table}`}>
              <thead>
                <tr>
                  <th scope="col">Type</th>
                  {columns.map(({ title }) => (
                    <th key={title} scope="col">
                      {title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {typesOfRun(run).map((type) => (
                  <Row key={type} type={type} first={first.reasoning?.[type]} last={last.reasoning?.[type]} />
                ))}
              </tbody>
            </table>
          </section>
        </>
      ) : (
        <p className={styles.sentence}>
          This log has no held-out reasoning: it was made by an older build, or nothing was evaluated yet.
        </p>
      )}
    </section>
  );
}

function Row({ type, first, last }: { type: TaskType; first?: Faithfulness; last?: Faithfulness }) {
  return (
    <tr>
      <th scope="row">
        <TypeGlyph type={type} named />
      </th>
      {columns.map(({ share, of, unit }) => (
        <td key={share}>
          <Share counts={first} share={share} />
          {last === first ? null : (
            <>
              {' → '}
              <Share counts={last} share={share} />
            </>
          )}
          <span className="beside">
            of {first?.[of] ?? 0}
            {last === first ? '' : ` → ${last?.[of] ?? 0}`} {unit}
          </span>
        </td>
      ))}
    </tr>
  );
}

function Share({ counts, share }: { counts?: Faithfulness; share: (typeof columns)[number]['share'] }) {
  const value = counts && faithfulnessShares(counts)[share];
  return <b>{value === undefined ? '–' : percentage(value)}</b>;
}
