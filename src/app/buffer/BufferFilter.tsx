import { typesOfRun } from '../../core/runlog/typesOfRun.ts';
import type { TaskType } from '../../core/tasks/taskType.ts';
import { Segmented } from '../style/Segmented.tsx';
import { typeNames } from '../style/typeNames.ts';
import { useRunState } from '../useRunState.ts';
import styles from './BufferFilter.module.css';

export type TypeChoice = TaskType | 'all';

interface Props<Order extends string> {
  type: TypeChoice;
  onType: (type: TypeChoice) => void;
  text: string;
  onText: (text: string) => void;
  order: Order;
  orders: readonly { value: Order; label: string }[];
  onOrder: (order: Order) => void;
}

/** Which rows of a list to show, and in which order. */
export function BufferFilter<Order extends string>(props: Props<Order>) {
  const { type, onType, text, onText, order, orders, onOrder } = props;
  const types = [
    { value: 'all' as TypeChoice, label: 'All' },
    ...useRunState(['run'], typesOfRun).map((value) => ({
      value: value as TypeChoice,
      label: typeNames[value].letter,
      name: typeNames[value].name,
    })),
  ];
  return (
    <search className={styles.bar}>
      <Segmented label="Task type" options={types} value={type} onChange={onType} />
      <input
        type="search"
        className={`field ${styles.search}`}
        aria-label="Search programs, inputs and outputs"
        placeholder="Search"
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
      <select
        className={`field ${styles.order}`}
        aria-label="Order"
        value={order}
        onChange={({ target }) => onOrder(orders[target.selectedIndex].value)}
      >
        {orders.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </search>
  );
}
