import { useId } from 'react';
import styles from './Segmented.module.css';

interface Props<Value extends string> {
  /** What is being chosen; read aloud, not shown. */
  label: string;
  /** `name` is read aloud in place of a label that is only a letter. */
  options: readonly { value: Value; label: string; name?: string }[];
  value: Value;
  onChange: (value: Value) => void;
}

/** One of a few: native radio buttons that look like one control, so arrow keys and screen readers work as for any radio group. */
export function Segmented<Value extends string>({ label, options, value, onChange }: Props<Value>) {
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.option}>
          <input
            type="radio"
            className={styles.input}
            name={name}
            aria-label={option.name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
