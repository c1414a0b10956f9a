import { type RefObject, useEffect } from 'react';

/** Calls `act` when Escape is pressed inside an element, while `active`. */
export function useEscape(element: RefObject<HTMLElement | null>, active: boolean, act: () => void): void {
  useEffect(() => {
    const inside = element.current;
    if (!inside || !active) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      act();
    };
    inside.addEventListener('keydown', onKey);
    return () => inside.removeEventListener('keydown', onKey);
  }, [element, active, act]);
}
