import { useMemo, useRef, useState } from 'react';
import type { TaskAccepted } from '../../core/runlog/events.ts';
import type { RunState } from '../../core/runlog/runState.ts';
import { useStore } from '../store.ts';
import { useRunOf } from '../useRunState.ts';
import styles from './AcceptedTasks.module.css';
import { BufferFilter } from './BufferFilter.tsx';
import { NewRows } from './NewRows.tsx';
import { TaskDetail } from './TaskDetail.tsx';
import { TaskHeadings, TaskRow } from './TaskRow.tsx';
import { queryTasks, type TaskQuery, taskOrders } from './taskQuery.ts';
import { useFocusBack } from './useFocusBack.ts';
import { useHeldRows } from './useHeldRows.ts';
import { useSlowly } from './useSlowly.ts';
import { VirtualList } from './VirtualList.tsx';

/** Milliseconds between two looks at the buffer: as it comes, or slower where each look reads and sorts all of it. */
const PACE = { asItComes: 0, sorted: 1000 };
/** Rows in a panel this wide are one line of columns. */
const WIDE = 760;
/** A panel this wide has the list and what is open side by side. */
export const SIDE_BY_SIDE = 1040;
const ROW_HEIGHT = { narrow: 50, wide: 32 };

/** The buffer: every accepted task, and the one that is open. */
export function AcceptedTasks({ run, width }: { run: RunState; width: number }) {
  const selected = useStore((store) => store.selectedTask);
  const task = useRunOf(run, ['tasks'], (state) => (selected === undefined ? undefined : state.tasks.task(selected)));
  const both = width >= SIDE_BY_SIDE;
  const area = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useFocusBack(list, task !== undefined);
  return (
    <div ref={area} className={task && both ? styles.both : styles.one}>
      <div ref={list} className={styles.side} hidden={task !== undefined && !both}>
        <TaskList run={run} wide={(task && both ? width / 2 : width) >= WIDE} />
      </div>
      {task ? (
        <div className={styles.detail}>
          <TaskDetail run={run} task={task} area={area} />
        </div>
      ) : null}
    </div>
  );
}

const idOf = (task: TaskAccepted) => task.id;

function TaskList({ run, wide }: { run: RunState; wide: boolean }) {
  const [query, setQuery] = useState<TaskQuery>({ type: 'all', text: '', order: 'newest' });
  const selected = useStore((store) => store.selectedTask);
  const selectTask = useStore((store) => store.selectTask);
  const reading = query.text !== '' || query.order === 'hardest' || query.order === 'easiest';
  const version = useSlowly(
    useRunOf(run, ['tasks'], (state) => (reading ? state.versions.tasks : state.tasks.size())),
    reading ? PACE.sorted : PACE.asItComes,
  );
  const source = useMemo(() => ({ book: run.tasks, version }), [run, version]);
  const rows = useMemo(() => queryTasks(source.book, query), [source, query]);
  const asked = useMemo(() => ({ run, query }), [run, query]);
  const { shown, fresh, hold } = useHeldRows(rows, asked);
  const change = (part: Partial<TaskQuery>) => setQuery((before) => ({ ...before, ...part }));
  return (
    <div className={styles.list}>
      <BufferFilter
        type={query.type}
        onType={(type) => change({ type })}
        text={query.text}
        onText={(text) => change({ text })}
        order={query.order}
        orders={taskOrders}
        onOrder={(order) => change({ order })}
      />
      {wide ? <TaskHeadings /> : null}
      <NewRows count={fresh} onShow={() => hold(false)} what="tasks" />
      <VirtualList
        label={`Accepted tasks, ${shown.length}`}
        rows={shown}
        keyOf={idOf}
        rowHeight={wide ? ROW_HEIGHT.wide : ROW_HEIGHT.narrow}
        content={(task) => <TaskRow task={task} book={run.tasks} />}
        current={selected}
        onOpen={(task) => selectTask(task.id)}
        onAway={hold}
        empty={query.text === '' && query.type === 'all' ? 'No task has been accepted yet.' : 'No task matches.'}
      />
    </div>
  );
}
