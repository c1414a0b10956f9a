import { create } from 'zustand';
import type { SavedRun } from '../storage/savedRun.ts';

export interface OfferState {
  /** A live run of an earlier visit that can go on. */
  saved?: SavedRun;
  /** The opened file, when it can be gone on with. */
  opened?: { name: string; bytes: Uint8Array };
}

/** Runs that a person may go on with. */
export const useOffers = create<OfferState>()(() => ({}));
