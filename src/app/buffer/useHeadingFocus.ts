import { type RefObject, useEffect } from 'react';

/**
 * Moves focus to a heading when another thing is opened under it, for a reader who opened it from `area` or whose focus was lost with
 * what closed. Something opened from elsewhere on the page leaves the reader where they are.
 */
export function useHeadingFocus(
  heading: RefObject<HTMLElement | null>,
  area: RefObject<HTMLElement | null>,
  id: string,
): void {
  useEffect(() => {
    const focused = document.activeElement;
    if (id && (focused === null || focused === document.body || area.current?.contains(focused)))
      heading.current?.focus();
  }, [heading, area, id]);
}
