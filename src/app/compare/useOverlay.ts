import { type NamedRun, useStore } from '../store.ts';
import { useRunOf } from '../useRunState.ts';
import { runName } from './configDifferences.ts';

/** The run laid over the one on display, named by what differs between the two as soon as both have said what they are. */
export function useOverlay(): NamedRun | undefined {
  const run = useStore((store) => store.run);
  const overlay = useStore((store) => store.overlay);
  const header = useRunOf(run.state, ['run'], (state) => state.header);
  const other = useRunOf(overlay?.state ?? run.state, ['run'], (state) => state.header);
  if (!overlay || overlay.state === run.state) return undefined;
  if (!header || !other) return overlay;
  return { ...overlay, name: `${overlay.name} (${runName(other, header)})` };
}
