import type { Task } from '../../core/tasks/taskType.ts';
import { Icon } from '../style/Icon.tsx';
import { PythonCode } from '../style/PythonCode.tsx';
import styles from './Hidden.module.css';
import { hiddenFrom } from './hiddenFrom.ts';

/** For the reader only: what the solver never saw, in a box of its own. */
export function Hidden({ task }: { task: Task }) {
  return (
    <section className={styles.box}>
      <h4 className={styles.title}>
        <Icon name="lock" /> Hidden from the model:
      </h4>
      <dl className={styles.pieces}>
        {hiddenFrom(task).map(({ label, text }) => (
          <div key={label}>
            <dt className="label">{label}</dt>
            <dd>
              <PythonCode text={text} block />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
