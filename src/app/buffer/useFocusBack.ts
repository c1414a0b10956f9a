import { type RefObject, useEffect, useRef } from 'react';

/** When what was open closes, focus goes back to the list's row that has the tab stop, if focus would be lost otherwise. */
export function useFocusBack(list: RefObject<HTMLElement | null>, open: boolean): void {
  const wasOpen = useRef(open);
  useEffect(() => {
    const lost = document.activeElement === document.body || document.activeElement === null;
    if (wasOpen.current && !open && lost) {
      list.current?.querySelector<HTMLElement>('li > button[tabindex="0"]')?.focus();
    }
    wasOpen.current = open;
  }, [list, open]);
}
