import { useState } from 'react';
import { type Budget, budgets } from '../../core/evidence/budgets.ts';
import { NOT_RUN, RULE } from '../../core/evidence/evidenceRows.ts';
import { Icon } from '../style/Icon.tsx';
import { Segmented } from '../style/Segmented.tsx';
import { EvidenceEntry } from './EvidenceEntry.tsx';
import styles from './EvidenceView.module.css';
import { PriorCurve } from './PriorCurve.tsx';
import { Specialists } from './Specialists.tsx';
import { useEvidence } from './useEvidence.ts';

const sections = [
  { kind: 'recipe', title: 'What the recipe claims' },
  { kind: 'paper', title: 'The paper’s ablations' },
  { kind: 'reward', title: 'What the proposer is paid for' },
  { kind: 'doubt', title: 'What readers doubt' },
] as const;

const budgetOptions = (Object.keys(budgets) as Budget[]).map((value) => {
  const millions = budgets[value].tokens / 1e6;
  return { value, label: `${millions}M tokens`, name: `${value} budget: ${millions} million tokens` };
});

/** Each claim and each doubt with the result that was measured, or the words that it was not. */
export function EvidenceView() {
  const evidence = useEvidence();
  const [budget, setBudget] = useState<Budget>('short');
  const rows = (evidence?.rows ?? []).filter((row) => row.budget === budget);
  const run = rows.filter(({ verdict }) => verdict !== NOT_RUN).length;
  return (
    <article className={styles.article}>
      <h2>Evidence</h2>
      <p className={styles.lead}>
        Every claim and every doubt is a preset that anyone can run. Here is what it gave: held-out accuracy in percent
        before → after self-play, mean ± standard deviation over seeds. <em>Seen</em>: depths that warm-up showed;{' '}
        <em>beyond</em>: all deeper ones. Tasks that a run proposed itself are taken out.
      </p>
      <p className={styles.rule}>{RULE}</p>
      <div className={styles.bar}>
        <Segmented label="Budget of a run" options={budgetOptions} value={budget} onChange={setBudget} />
        <span className="muted small" role="status">
          {evidence ? `${run} of ${rows.length} presets were run at this budget` : 'Loading the results.'}
        </span>
      </div>
      {evidence?.problem ? (
        <p className={`warning-box ${styles.problem}`}>
          <Icon name="warning" /> {evidence.problem}
        </p>
      ) : null}
      {sections.map(({ kind, title }) => {
        const ofKind = rows.filter((row) => row.kind === kind);
        return ofKind.length === 0 ? null : (
          <section key={kind} aria-labelledby={`evidence-${kind}`}>
            <h3 id={`evidence-${kind}`}>{title}</h3>
            <ul className={styles.list}>
              {ofKind.map((row) => (
                <EvidenceEntry key={row.preset} row={row} />
              ))}
            </ul>
          </section>
        );
      })}
      {evidence ? <PriorCurve results={evidence.results} budget={budget} /> : null}
      {evidence ? <Specialists specialists={evidence.specialists} /> : null}
    </article>
  );
}
