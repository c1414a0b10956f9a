import { diffConfig } from '../../core/config/parseConfig.ts';
import { encodeLink } from '../../core/share/link.ts';
import { useStore } from '../store.ts';
import { useLink } from './linkStore.ts';

/** Changes are written when they have settled: browsers refuse more than about 100 a half minute. */
const SETTLE = 300;

/** Keeps the address a link to the settings as they are chosen. An address that would say nothing stays as it is. */
export function followSettings(): void {
  const untouched = linkNow();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const settle = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const link = linkNow();
      if (link === location.hash || (link === untouched && location.hash === '')) return;
      try {
        history.replaceState(history.state, '', link);
      } catch {
        // A page that may not change its address still works; Share shows the link.
      }
    }, SETTLE);
  };
  useStore.subscribe((state, before) => {
    if (state.draft !== before.draft || state.presetId !== before.presetId || state.view !== before.view) settle();
  });
}

function linkNow(): string {
  const { presetId, draft, view } = useStore.getState();
  const { kept, claimed } = useLink.getState();
  // A claim belongs to its settings: with others it would say what nobody claimed.
  const claim = claimed && diffConfig(claimed.config, draft).length === 0 ? claimed.claim : undefined;
  return encodeLink({
    preset: presetId,
    config: draft,
    ...(view === 'overview' ? {} : { view }),
    ...(claim ? { claim } : {}),
    ...kept,
  });
}
