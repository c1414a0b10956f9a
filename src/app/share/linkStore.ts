import { create } from 'zustand';
import type { Config } from '../../core/config/schema.ts';
import type { Claim } from '../../core/share/claim.ts';
import type { LinkReading } from '../../core/share/link.ts';

export interface LinkState {
  /** The link that was opened, until a person has dealt with it. */
  reading?: LinkReading;
  /** Its claim with the settings that go with it, until it is closed. */
  claimed?: { claim: Claim; config: Config };
  /** Stays after the banner is gone: what the address bar must keep saying. */
  kept: Pick<LinkReading['link'], 'run' | 'embed'>;
}

/** The link with which the page was opened. */
export const useLink = create<LinkState>()(() => ({ kept: {} }));
