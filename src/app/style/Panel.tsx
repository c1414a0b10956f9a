import { type ReactNode, useId } from 'react';
import styles from './Panel.module.css';

interface Props {
  title: string;
  /** Controls at the right of the title. */
  tools?: ReactNode;
  /** For a panel whose content keeps its own padding and scrolling. */
  bare?: boolean;
  children: ReactNode;
}

/** A titled region of the page: one feature's box. Its body scrolls, the page does not. */
export function Panel({ title, tools, bare = false, children }: Props) {
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {tools}
      </header>
      <div className={bare ? styles.bare : styles.body}>{children}</div>
    </section>
  );
}
