import { useStore } from './store.ts';

/** Opens a completion where completions are shown; goes there from a view that has no place for it. */
export function openRollout(id: string): void {
  const { view, setView, selectRollout, selectGroup } = useStore.getState();
  selectGroup(undefined);
  selectRollout(id);
  if (view === 'buffer' || view === 'rewards') setView('overview');
}
