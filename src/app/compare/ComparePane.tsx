import type { RunState } from '../../core/runlog/runState.ts';
import { useDerived } from '../rewards/useDerived.ts';
import type { NamedRun } from '../store.ts';
import { useStore } from '../store.ts';
import { percentage, shortCount, signed, wholeCount } from '../style/formatNumber.ts';
import styles from './ComparePane.module.css';
import { configDifferences } from './configDifferences.ts';
import { type FinalRow, finalDifferences, RECENT_STEPS } from './finalDifferences.ts';

const formats: Record<FinalRow['kind'], (value: number) => string> = {
  share: percentage,
  reward: signed,
  number: (value) => value.toFixed(1),
};

const difference: Record<FinalRow['kind'], (value: number) => string> = {
  share: (value) => `${signed(Math.round(1000 * value) / 10)} points`,
  reward: signed,
  number: signed,
};

function compare(run: RunState, overlay: RunState | undefined) {
  return overlay && { ...finalDifferences(run, overlay), headers: [run.header, overlay.header] as const };
}

/** Two runs beside each other in numbers: what they were run with, and what they had reached at equal tokens. */
export function ComparePane({ overlay }: { overlay: NamedRun }) {
  const run = useStore((store) => store.run);
  const found = useDerived(run.state, overlay.state, ['run', 'series', 'evaluations'], compare);
  if (!found) return null;
  const { tokens, steps, rows, headers } = found;
  const [first, second] = headers;
  const settings = first && second ? configDifferences(first.config, second.config) : [];
  return (
    <div className={styles.pane}>
      <p className={styles.sentence}>
        Read where both runs had used <b>{shortCount(tokens)} tokens</b>: after step {wholeCount(steps[0])} of{' '}
        {run.name} and step {wholeCount(steps[1])} of {overlay.name}. Rewards and shares are means over the last{' '}
        {RECENT_STEPS} steps. One run each is an observation, not evidence: repeat with other seeds.
      </p>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <caption>What they reached</caption>
          <thead>
            <tr>
              <th scope="col">Measure</th>
              <th scope="col">{run.name}</th>
              <th scope="col">{overlay.name}</th>
              <th scope="col">Difference</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <th scope="row">{row.label}</th>
                <td>{row.first === undefined ? '–' : formats[row.kind](row.first)}</td>
                <td>{row.second === undefined ? '–' : formats[row.kind](row.second)}</td>
                <td>
                  {row.first === undefined || row.second === undefined
                    ? '–'
                    : difference[row.kind](row.second - row.first)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <table className={styles.table}>
          <caption>{settings.length > 0 ? 'What they were run with' : 'They were run with the same settings'}</caption>
          {settings.length > 0 ? (
            <tbody>
              {settings.map((setting) => (
                <tr key={setting.key}>
                  <th scope="row">{setting.label}</th>
                  <td>{setting.first}</td>
                  <td>{setting.second}</td>
                </tr>
              ))}
            </tbody>
          ) : null}
        </table>
      </div>
    </div>
  );
}
