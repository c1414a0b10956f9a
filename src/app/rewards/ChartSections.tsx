import styles from './ChartSections.module.css';
import type { ChartSection } from './chartSpecs.ts';
import { type ChartFrame, SeriesChart } from './SeriesChart.tsx';

/** Charts under headings that say what to look for. */
export function ChartSections({ sections, frame }: { sections: readonly ChartSection[]; frame: ChartFrame }) {
  return sections
    .filter(({ charts }) => charts.length > 0)
    .map(({ title, sentence, charts }) => (
      <section key={title} className={styles.section} aria-label={title}>
        <h3 className={styles.title}>{title}</h3>
        <p className={styles.sentence}>{sentence}</p>
        <div className={styles.charts}>
          {charts.map((spec) => (
            <SeriesChart key={spec.name} spec={spec} frame={frame} />
          ))}
        </div>
      </section>
    ));
}
