import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import styles from './VirtualList.module.css';

interface Props<T> {
  label: string;
  rows: readonly T[];
  /** A stable function: the list measures again when it changes. */
  keyOf: (row: T) => string;
  rowHeight: number;
  /** Content of a row's button: phrasing content only. */
  content: (row: T) => ReactNode;
  /** Key of the row that is open. */
  current?: string;
  onOpen: (row: T) => void;
  /** The reader has left the top of the list or gone into it (true), or is back (false). */
  onAway: (away: boolean) => void;
  /** What to say when there are no rows. */
  empty: ReactNode;
}

const moves: Record<string, (index: number, last: number, page: number) => number> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  PageDown: (index, _, page) => index + page,
  PageUp: (index, _, page) => index - page,
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * A long list of which only the rows in sight exist. One tab stop; arrow keys move, Enter opens. Each row says its place and the
 * number of rows, so a screen reader knows the whole list.
 */
export function VirtualList<T>(props: Props<T>) {
  const { label, rows, keyOf, rowHeight, content, current, onOpen, onAway, empty } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string>();
  const wantsFocus = useRef(false);
  const found = active === undefined ? -1 : rows.findIndex((row) => keyOf(row) === active);
  const activeIndex = Math.max(0, found);
  const itemKey = useCallback((index: number) => keyOf(rows[index]), [rows, keyOf]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: itemKey,
    overscan: 6,
    // The row with the tab stop exists even when it is out of sight: focus is never lost by scrolling.
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      if (rows.length > 0 && !indexes.includes(activeIndex)) indexes.push(activeIndex);
      return indexes.sort((a, b) => a - b);
    },
  });
  useEffect(() => {
    if (rowHeight > 0) virtualizer.measure();
  }, [virtualizer, rowHeight]);
  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    scroller.current
      ?.querySelector<HTMLElement>(`[data-index="${activeIndex}"] > button`)
      ?.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (!move || rows.length === 0) return;
    event.preventDefault();
    const last = rows.length - 1;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const next = Math.max(0, Math.min(last, move(activeIndex, last, page)));
    setActive(keyOf(rows[next]));
    wantsFocus.current = true;
    virtualizer.scrollToIndex(next);
  };
  const look = (focused: boolean) => onAway(focused || (scroller.current?.scrollTop ?? 0) > rowHeight / 2);
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      onScroll={() => look(scroller.current?.contains(document.activeElement) ?? false)}
    >
      {rows.length === 0 ? <p className={styles.empty}>{empty}</p> : null}
      <ul
        className={styles.list}
        aria-label={label}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
        onFocus={() => look(true)}
        onBlur={(event) => look(event.currentTarget.contains(event.relatedTarget))}
      >
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          const id = keyOf(row);
          return (
            <li
              key={key}
              data-index={index}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              className={styles.item}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
            >
              <button
                type="button"
                tabIndex={index === activeIndex ? 0 : -1}
                aria-current={id === current ? 'true' : undefined}
                className={styles.row}
                onClick={() => {
                  setActive(id);
                  onOpen(row);
                }}
              >
                {content(row)}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
