import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Icon } from './Icon.tsx';
import styles from './Modal.module.css';

interface Props {
  title: string;
  /** `drawer` comes in from the right and leaves the panels in sight; `dialog` stands in the middle. */
  shape: 'drawer' | 'dialog';
  open: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** A native modal dialog: focus stays in it, Escape and a click beside it close it, focus returns to where it was. */
export function Modal({ title, shape, open, onClose, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    if (open && !dialog?.open) dialog?.showModal();
    if (!open && dialog?.open) dialog.close();
  }, [open]);
  return (
    <dialog
      ref={element}
      className={shape}
      aria-labelledby={id}
      onClose={onClose}
      onMouseDown={(event) => {
        if (event.target === element.current) onClose();
      }}
    >
      {open ? (
        <div className={`${styles.whole} ${styles[shape]}`}>
          <header className={styles.head}>
            <h2 id={id} className={styles.title}>
              {title}
            </h2>
            <button type="button" className="button quiet icon" aria-label={`Close ${title}`} onClick={onClose}>
              <Icon name="close" />
            </button>
          </header>
          <div className={styles.body}>{children}</div>
        </div>
      ) : null}
    </dialog>
  );
}
