import { useState } from 'react';
import { typesOfRun } from '../../core/runlog/typesOfRun.ts';
import type { TaskType } from '../../core/tasks/taskType.ts';
import { useStore } from '../store.ts';
import { Explain } from '../style/Explain.tsx';
import { Segmented } from '../style/Segmented.tsx';
import { Switch } from '../style/Switch.tsx';
import { typeNames } from '../style/typeNames.ts';
import { useMedia } from '../style/useMedia.ts';
import { useRunState } from '../useRunState.ts';
import { Column } from './Column.tsx';
import styles from './ThoughtsPanel.module.css';

/** Stands in the panel's title line. */
export function ThoughtsTools() {
  const tint = useStore((store) => store.tintTokens);
  return (
    <>
      <Switch checked={tint} onChange={(tintTokens) => useStore.setState({ tintTokens })}>
        Tint unsure tokens
      </Switch>
      <Explain about="the live chain of thought">
        <p>
          Tokens appear as the model samples them. In the grey box stands what the model was shown; everything that it
          was not shown is in the dashed box, for you only.
        </p>
        <p>
          Each line that states a variable’s value is held against the interpreter’s trace: ✓ true, ✗ false with the
          value that the variable really has. A right answer can stand on false reasoning, and here you see it.
        </p>
        <p>
          A column holds still while your pointer or the keyboard’s focus is in it. With the tint on, a token is the
          darker the less likely the model thought it.
        </p>
      </Explain>
    </>
  );
}

/** What the model writes while it proposes and solves, one column a task type; one column at a time where there is no room. */
export function ThoughtsPanel() {
  const narrow = useMedia('(max-width: 900px)');
  const types = useRunState(['run'], typesOfRun);
  const [wanted, setType] = useState<TaskType>('deduction');
  const type = types.includes(wanted) ? wanted : 'deduction';
  const typeOptions = types.map((value) => ({ value, label: typeNames[value].name }));
  return (
    <div className={styles.panel}>
      {narrow ? (
        <div className={styles.tools}>
          <Segmented label="Task type" options={typeOptions} value={type} onChange={setType} />
          <ThoughtsTools />
        </div>
      ) : null}
      <div className={styles.columns}>
        {(narrow ? [type] : types).map((shown) => (
          <Column key={shown} type={shown} />
        ))}
      </div>
    </div>
  );
}
