import { typesOfRun } from '../../core/runlog/typesOfRun.ts';
import { allTaskTypes } from '../../core/tasks/taskType.ts';
import styles from './ChartSections.module.css';
import type { ChartSection } from './chartSpecs.ts';
import { type ChartFrame, type ChartSpec, SeriesChart } from './SeriesChart.tsx';
import { useDerived } from './useDerived.ts';

/** Charts under headings that say what to look for. */
export function ChartSections({ sections, frame }: { sections: readonly ChartSection[]; frame: ChartFrame }) {
  const types = useDerived(frame.run, undefined, ['run'], typesOfRun);
  const drawn = sections
    .map((section) => ({ ...section, charts: section.charts.filter(({ type }) => !type || types.includes(type)) }))
    .filter(({ charts }) => charts.length > 0)
    .map(({ title, sentence, charts }) => (
      <section key={title} className={styles.section} aria-label={title}>
        <h3 className={styles.title}>{title}</h3>
        <p className={styles.sentence}>{sentence}</p>
        {charts[0].lines.length > 1 ? <Legend spec={charts[0]} /> : null}
        <div className={styles.charts}>
          {charts.map((spec) => (
            <SeriesChart key={spec.name} spec={spec} frame={frame} />
          ))}
        </div>
      </section>
    ));
  return <div className={styles.sections}>{drawn}</div>;
}

/** Names of the lines; where a colour is the task type's own, it differs from chart to chart. */
function Legend({ spec }: { spec: ChartSpec }) {
  return (
    <ul className={styles.legend}>
      {spec.lines.map((line) => (
        <li key={line.label}>
          <span
            className={styles.key}
            style={{ background: taskHue.test(line.hue) ? TYPE_HUES : `var(${line.hue})` }}
            aria-hidden="true"
          />
          {line.label}
        </li>
      ))}
    </ul>
  );
}

const taskHue = new RegExp(`^--(${allTaskTypes.join('|')})-mark$`);
const TYPE_HUES =
  'linear-gradient(90deg, var(--deduction-mark) 33%, var(--abduction-mark) 33% 66%, var(--induction-mark) 66%)';
