import type { ReactNode } from 'react';
import styles from './Switch.module.css';

interface Props {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}

/** On or off, at once: a native checkbox in the look and role of a switch. */
export function Switch({ checked, onChange, children }: Props) {
  return (
    <label className={styles.whole}>
      <input
        type="checkbox"
        role="switch"
        className={styles.input}
        checked={checked}
        aria-checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {children}
    </label>
  );
}
