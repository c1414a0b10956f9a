import { diffConfig } from '../../core/config/parseConfig.ts';
import { type Config, schema } from '../../core/config/schema.ts';
import type { RunState } from '../../core/runlog/runState.ts';
import { claimOf } from '../../core/share/claimOf.ts';
import { encodeLink } from '../../core/share/link.ts';
import type { LinkedProgram } from '../../core/share/linkedProgram.ts';

/** What a person wants in the link. */
export interface LinkWishes {
  /** `settings`: as chosen now. `claim`: those of the run on display, with its result. */
  what: 'settings' | 'claim';
  view?: string;
  program?: LinkedProgram;
}

export interface LinkSources {
  /** The address of the page, without a fragment. */
  page: string;
  presetId: string;
  draft: Config;
  run: RunState;
}

/** Longest link that common chat programs take whole. */
export const LONG_LINK = 2000;

/** The whole link. @throws RangeError when the program is longer than a link may carry */
export function linkOf({ what, view, program }: LinkWishes, { page, presetId, draft, run }: LinkSources): string {
  const claim = what === 'claim' ? claimOf(run) : undefined;
  const settings = claim && run.header ? run.header : { preset: presetId, config: draft };
  const attachments = { ...(view ? { view } : {}), ...(program ? { program } : {}), ...(claim ? { claim } : {}) };
  return page + encodeLink({ preset: settings.preset, config: settings.config, ...attachments });
}

/** Settings that were changed while a run went on: with them a re-run cannot be the same. */
export function changedMeanwhile(run: RunState, now: Config | undefined): string[] {
  if (!run.header || !now) return [];
  return diffConfig(run.header.config, now)
    .filter(({ key }) => schema[key].changesResult)
    .map(({ key }) => schema[key].label);
}
