import { useCallback, useSyncExternalStore } from 'react';
import type { RunState, StatePart } from '../core/runlog/runState.ts';
import { useStore } from './store.ts';
import { throttle } from './throttle.ts';

/** Milliseconds between two renders of text and numbers: faster cannot be read. */
const TEXT_PACE = 100;

/** How often a component looks: `text` at most ten times a second, `frame` on every animation frame (typing, moving marks). */
export type Pace = 'text' | 'frame';

const textListeners = new WeakMap<RunState, Set<() => void>>();

/** All text of a run renders in the same beat, so that React does it in one batch. */
function subscribeToText(run: RunState, listener: () => void): () => void {
  let listeners = textListeners.get(run);
  if (!listeners) {
    const all = (listeners = new Set<() => void>());
    textListeners.set(run, all);
    run.subscribe(
      throttle(() => {
        for (const each of all) each();
      }, TEXT_PACE),
    );
  }
  const all = listeners;
  all.add(listener);
  return () => all.delete(listener);
}

/**
 * Reads from a run and renders again when one of the parts it names has changed.
 * The state is read in place: `read` gives numbers, strings or the state's own lists, which may have grown by the next render.
 */
export function useRunOf<T>(
  run: RunState,
  parts: readonly StatePart[],
  read: (run: RunState) => T,
  pace: Pace = 'text',
): T {
  const subscribe = useCallback(
    (listener: () => void) => (pace === 'frame' ? run.subscribe(listener) : subscribeToText(run, listener)),
    [run, pace],
  );
  useSyncExternalStore(subscribe, () => parts.reduce((sum, part) => sum + run.versions[part], 0));
  return read(run);
}

/** `useRunOf` for the run on display. */
export function useRunState<T>(parts: readonly StatePart[], read: (run: RunState) => T, pace: Pace = 'text'): T {
  return useRunOf(
    useStore((state) => state.run.state),
    parts,
    read,
    pace,
  );
}
