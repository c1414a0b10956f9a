import { Icon } from '../style/Icon.tsx';
import styles from './NewRows.module.css';

/** Says that a held list has grown, and shows what is new on a click. */
export function NewRows({ count, what, onShow }: { count: number; what: string; onShow: () => void }) {
  if (count === 0) return null;
  return (
    <button type="button" className={`button small ${styles.pill}`} onClick={onShow}>
      <Icon name="latest" /> {count} new {what}
    </button>
  );
}
