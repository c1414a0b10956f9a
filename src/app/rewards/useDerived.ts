import { useMemo } from 'react';
import type { RunState, StatePart } from '../../core/runlog/runState.ts';
import { useRunOf } from '../useRunState.ts';

/**
 * Makes something from a run and, where there is one, the run laid over, again only when the named parts of either have changed.
 * `make` must be stable: pass a plain function, or one from useCallback.
 */
export function useDerived<T>(
  run: RunState,
  overlay: RunState | undefined,
  parts: readonly StatePart[],
  make: (run: RunState, overlay: RunState | undefined) => T,
): T {
  const changes = (state: RunState) => parts.reduce((total, part) => total + state.versions[part], 0);
  const version = useRunOf(run, parts, changes);
  const laidVersion = useRunOf(overlay ?? run, parts, changes);
  const state = useMemo(() => ({ run, overlay, version, laidVersion }), [run, overlay, version, laidVersion]);
  return useMemo(() => make(state.run, state.overlay), [make, state]);
}
