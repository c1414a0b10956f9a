import type { TaskType } from '../../core/tasks/taskType.ts';
import styles from './TypeGlyph.module.css';
import { typeNames } from './typeNames.ts';

/** The letter D, A, I or E in the type's hue: how a task type looks wherever there is no room for its name. */
export function TypeGlyph({ type, named = false }: { type: TaskType; named?: boolean }) {
  const { letter, name } = typeNames[type];
  return (
    <span className={`${type} ${styles.whole}`}>
      <span className={styles.glyph} aria-hidden="true">
        {letter}
      </span>
      <span className={named ? styles.name : 'visually-hidden'}>{name}</span>
    </span>
  );
}
