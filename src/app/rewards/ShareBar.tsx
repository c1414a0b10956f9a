import styles from './ShareBar.module.css';

export interface SharePart {
  name: string;
  value: number;
  /** Name of the custom property of its colour. */
  hue: string;
}

interface Props {
  label: string;
  parts: readonly SharePart[];
  format: (value: number) => string;
}

/** Parts of a whole as one bar, with their names and numbers below. */
export function ShareBar({ label, parts, format }: Props) {
  const whole = parts.reduce((sum, part) => sum + part.value, 0);
  return (
    <div className={styles.whole}>
      <p className={styles.label}>{label}</p>
      <div className={styles.bar} aria-hidden="true">
        {parts.map((part) => (
          <span
            key={part.name}
            style={{ flexGrow: whole > 0 ? part.value / whole : 0, background: `var(${part.hue})` }}
            className={styles.part}
          />
        ))}
      </div>
      <ul className={styles.legend}>
        {parts.map((part) => (
          <li key={part.name}>
            <span className={styles.key} style={{ background: `var(${part.hue})` }} aria-hidden="true" />
            <b>{format(part.value)}</b> {part.name}
          </li>
        ))}
      </ul>
    </div>
  );
}
