import { autosave } from '../storage/autosave.ts';
import { keptRun } from '../storage/savedRun.ts';
import { followSettings } from './addressBar.ts';
import { useOffers } from './offerStore.ts';
import { openLink } from './openLink.ts';

/** What the page does about links and kept runs when it opens: reads its address, keeps it current, offers to go on. */
export function beginSharing(): void {
  openLink(location.hash);
  addEventListener('hashchange', () => openLink(location.hash));
  followSettings();
  autosave();
  keptRun().then((saved) => useOffers.setState({ saved }));
}
