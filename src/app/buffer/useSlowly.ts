import { useEffect, useRef, useState } from 'react';

/** A value that changes at most once every `pace` milliseconds; the last change of a burst is never lost. */
export function useSlowly<T>(value: T, pace: number): T {
  const [shown, setShown] = useState(value);
  const changed = useRef(0);
  useEffect(() => {
    if (Object.is(value, shown)) return;
    const rest = Math.max(0, changed.current + pace - performance.now());
    const timer = setTimeout(() => {
      changed.current = performance.now();
      setShown(value);
    }, rest);
    return () => clearTimeout(timer);
  }, [value, shown, pace]);
  return shown;
}
