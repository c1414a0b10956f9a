import { type Budget, budgets } from '../../core/evidence/budgets.ts';
import type { EvidenceResult } from '../../core/evidence/evidence.ts';
import { NOT_RUN, type Range, ranges } from '../../core/evidence/evidenceRows.ts';
import {
  amountText,
  isCurve,
  millionsText,
  type PriorPoint,
  pointCell,
  priorCurve,
  priorSentence,
} from '../../core/evidence/priorCurve.ts';
import { percentText } from '../../core/evidence/statistics.ts';
import { taskTypes } from '../../core/tasks/taskType.ts';
import { TypeGlyph } from '../style/TypeGlyph.tsx';
import { PriorChart, PriorLegend } from './PriorChart.tsx';
import styles from './PriorCurve.module.css';

const meanings: Record<Range, string> = {
  seen: 'held-out accuracy at depths that the whole warm-up shows',
  beyond: 'held-out accuracy at all deeper ones',
};

/** How far self-play gets by how much the base model was taught: a chart and a table for each range of depths. */
export function PriorCurve({ results, budget }: { results: readonly EvidenceResult[]; budget: Budget }) {
  const curve = priorCurve(results, budget);
  return (
    <section aria-labelledby="evidence-prior">
      <h3 id="evidence-prior">How much does warm-up decide?</h3>
      <p className={styles.about}>
        The same recipe, begun with none of the warm-up (random weights), a part of it, or all of it; then{' '}
        {millionsText(budgets[budget].tokens)} tokens of self-play.
      </p>
      {isCurve(curve) ? (
        <>
          <p className={styles.sentence}>{priorSentence(curve).replaceAll(' ± ', '\u00a0±\u00a0')}</p>
          <PriorLegend />
          <div className={styles.charts}>
            {ranges.map((range) => (
              <figure key={range} aria-labelledby={`evidence-prior-${range}`}>
                <figcaption id={`evidence-prior-${range}`} className={styles.caption}>
                  <strong>{range}</strong>: {meanings[range]}
                </figcaption>
                <PriorChart curve={curve} range={range} />
                <Numbers curve={curve} range={range} />
              </figure>
            ))}
          </div>
        </>
      ) : (
        <p className={styles.about}>No curve at this budget: it needs two amounts that were run.</p>
      )}
      <p className={`muted small ${styles.presets}`}>
        {curve.map(({ preset, prior, seeds }, index) => (
          <span key={preset}>
            {index > 0 ? '; ' : ''}
            {amountText(prior)}: <code>{preset}</code>,{' '}
            {seeds.length === 0 ? NOT_RUN : `${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')}`}
          </span>
        ))}
        . With all of the warm-up every seed begins from the shipped checkpoint; with less, from a base of its own.
      </p>
    </section>
  );
}

function Numbers({ curve, range }: { curve: readonly PriorPoint[]; range: Range }) {
  return (
    <table className={`figures ${styles.numbers}`}>
      <caption className="visually-hidden">
        Held-out accuracy {range} in percent, before → after self-play, by how much of the warm-up a run began with
      </caption>
      <thead>
        <tr>
          <th scope="col" className={styles.together}>
            warm-up
          </th>
          {taskTypes.map((type) => (
            <th key={type} scope="col">
              <TypeGlyph type={type} named />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {curve.map((point) => (
          <tr key={point.preset}>
            <th scope="row">
              <b>{amountText(point.prior)}</b>{' '}
              <span className={`muted small ${styles.together}`}>{millionsText(point.tokens)} tokens</span>
            </th>
            {point.seeds.length === 0 ? (
              <td colSpan={taskTypes.length} className="muted">
                {NOT_RUN}
              </td>
            ) : (
              taskTypes.map((type) => {
                const cell = pointCell(point, type, range);
                return (
                  <td key={type}>
                    {cell ? (
                      <>
                        <span className={styles.together}>{percentText(cell.before)} →</span>{' '}
                        <b className={styles.together}>{percentText(cell.after)}</b>
                      </>
                    ) : (
                      '–'
                    )}
                  </td>
                );
              })
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
