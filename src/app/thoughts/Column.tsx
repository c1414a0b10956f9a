import { type FocusEvent, useState } from 'react';
import { type Role, roles, type TaskType } from '../../core/tasks/taskType.ts';
import { useStore } from '../store.ts';
import { Icon } from '../style/Icon.tsx';
import { Segmented } from '../style/Segmented.tsx';
import { TypeGlyph } from '../style/TypeGlyph.tsx';
import { typeNames } from '../style/typeNames.ts';
import { useRunState } from '../useRunState.ts';
import styles from './Column.module.css';
import { Completion } from './Completion.tsx';
import { completionView } from './completionView.ts';
import { TaskAttempts } from './TaskAttempts.tsx';
import { useFollowed } from './useFollowed.ts';

const roleOptions = roles.map((value) => ({ value, label: value })).reverse();

/** The completion that the reader opened, when it belongs into this column. */
function useChosen(type: TaskType) {
  const selected = useStore((store) => store.selectedRollout);
  return useRunState(['rollouts'], (run) => {
    const view = selected === undefined ? undefined : completionView(run, selected);
    return view?.type === type ? view : undefined;
  });
}

/** One task type's chain of thought: it follows the newest completion, and holds still while the reader is in it. */
export function Column({ type }: { type: TaskType }) {
  const [preferred, setPreferred] = useState<Role>('solve');
  const [pointer, setPointer] = useState(false);
  const [focus, setFocus] = useState(false);
  const selectRollout = useStore((store) => store.selectRollout);
  const chosen = useChosen(type);
  const role = chosen?.role ?? preferred;
  const held = pointer || focus;
  const { id, onRead, toNewest } = useFollowed(`${role}.${type}`, chosen?.id, held);
  const { name, asks } = typeNames[type];
  return (
    <section
      className={`${type} ${styles.column}`}
      aria-label={name}
      onPointerEnter={() => setPointer(true)}
      onPointerLeave={() => setPointer(false)}
      onFocus={() => setFocus(true)}
      onBlur={(event: FocusEvent) => setFocus(event.currentTarget.contains(event.relatedTarget))}
    >
      <header className={styles.head}>
        <h3 className={styles.name} title={asks}>
          <TypeGlyph type={type} named />
        </h3>
        <Segmented
          label={`Role of the model in ${name}`}
          options={roleOptions}
          value={role}
          onChange={(next) => {
            setPreferred(next);
            if (chosen) selectRollout(undefined);
          }}
        />
        <span className={styles.state}>
          <span className={held || chosen ? styles.still : undefined}>
            {held || chosen ? <Icon name="pause" size="1em" /> : null}
            {chosen ? 'opened' : held ? 'held' : 'following'}
          </span>
          <button
            type="button"
            className="button quiet small icon"
            aria-label={`Newest ${name} completion`}
            title="Go to the newest completion and follow"
            onClick={() => {
              if (chosen) selectRollout(undefined);
              toNewest();
            }}
          >
            <Icon name="latest" />
          </button>
        </span>
      </header>
      <TaskAttempts type={type} />
      {id === undefined ? (
        <p className={styles.empty}>
          {asks} <br />
          No {role === 'solve' ? 'attempt' : 'proposal'} yet.
        </p>
      ) : (
        <Completion key={id} id={id} opened={chosen !== undefined} held={held} onRead={onRead} />
      )}
    </section>
  );
}
