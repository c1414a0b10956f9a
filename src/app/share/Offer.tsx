import type { ReactNode } from 'react';
import { Icon, type IconName } from '../style/Icon.tsx';
import styles from './Offer.module.css';

interface Props {
  /** What it is about; read aloud. */
  label: string;
  icon: IconName;
  children: ReactNode;
  /** Buttons at the right. */
  actions: ReactNode;
}

/** A strip under the bars with something that a person can take or leave. */
export function Offer({ label, icon, children, actions }: Props) {
  return (
    <section className={styles.offer} aria-label={label}>
      <Icon name={icon} />
      <div className={styles.text}>{children}</div>
      <div className={styles.actions}>{actions}</div>
    </section>
  );
}
