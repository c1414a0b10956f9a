import { useCallback, useSyncExternalStore } from 'react';
import type { RunState, StatePart } from '../core/runlog/runState.ts';
import { useStore } from './store.ts';
import { throttle } from './throttle.ts';

/** Least milliseconds between two renders of text and numbers: faster cannot be read. */
const TEXT_PACE = 100;
const SLOWEST_PACE = 1000;
/** A page that is slow to render, on a busy machine, renders less often: rendering takes at most this share of the time. */
const RENDER_SHARE = 0.25;

/** How often a component looks: `text` at most ten times a second, `frame` on every animation frame (typing, moving marks). */
export type Pace = 'text' | 'frame';

const textListeners = new WeakMap<RunState, Set<() => void>>();

/** All text of a run renders in the same beat, so that React does it in one batch. */
function subscribeToText(run: RunState, listener: () => void): () => void {
  const listeners = textListeners.get(run) ?? startBeat(run);
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function startBeat(run: RunState): Set<() => void> {
  const listeners = new Set<() => void>();
  textListeners.set(run, listeners);
  let pace = TEXT_PACE;
  const beat = () => {
    const began = performance.now();
    for (const listener of listeners) listener();
    // React renders in a microtask: the next task comes when it is done.
    setTimeout(() => {
      pace = Math.min(SLOWEST_PACE, Math.max(TEXT_PACE, (performance.now() - began) / RENDER_SHARE));
    });
  };
  run.subscribe(throttle(beat, () => pace));
  return listeners;
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
