import { textOfValue } from '../config/fieldText.ts';
import { didYouMean, quoted } from '../config/nearest.ts';
import { type Difference, diffConfig, limitConfig } from '../config/parseConfig.ts';
import { findPreset, type Preset, presetConfig, presetId, presets } from '../config/presets.ts';
import type { Config } from '../config/schema.ts';
import { type Claim, decodeClaim, encodeClaim } from './claim.ts';
import { decodeProgram, encodeProgram, type LinkedProgram } from './linkedProgram.ts';

/** What a link carries. Data only: opening one starts nothing. */
export interface Link {
  /** Id of the preset that the settings are a difference from, e.g. `default.1`. */
  preset: string;
  config: Config;
  /** Name of a view of the app. */
  view?: string;
  /** Step to look at. */
  at?: number;
  program?: LinkedProgram;
  claim?: Claim;
  /** HTTPS address of an .azrun file to show. */
  run?: string;
  /** Shown inside another page, without the frame of the app. */
  embed?: boolean;
}

export interface LinkReading {
  link: Link;
  /** What the link changes in its preset. */
  changes: Difference[];
  /** Everything in the link that was not understood or was limited, in sentences. */
  remarks: string[];
}

/** Version that is written. Readers keep all earlier ones (golden.txt). */
export const LINK_VERSION = 1;

/** Keys of a link that are no settings. */
export const linkKeys = ['v', 'p', 'view', 'at', 'z', 'r', 'run', 'embed'] as const;

const LONGEST_LINK = 200_000;
const MOST_REMARKS = 20;
const DEFAULT_PRESET = 'default.1';

/**
 * The fragment of a link, `#` included: settings as a difference from their frozen preset (the seed always), in the order of the schema.
 * @throws RangeError when the program is longer than a link may carry
 */
export function encodeLink({ preset, config, view, at, program, claim, run, embed }: Link): string {
  const base = presetConfig(findPreset(preset) ?? firstPreset());
  const pairs: [string, string][] = [
    ['v', String(LINK_VERSION)],
    ['p', preset],
    ['seed', String(config.seed)],
  ];
  for (const { key, to } of diffConfig(base, config)) if (key !== 'seed') pairs.push([key, textOfValue(to)]);
  if (view) pairs.push(['view', view]);
  if (at !== undefined) pairs.push(['at', String(at)]);
  if (program) pairs.push(['z', encodeProgram(program)]);
  if (claim) pairs.push(['r', encodeClaim(claim)]);
  if (run) pairs.push(['run', run]);
  if (embed) pairs.push(['embed', '1']);
  return `#${pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&')}`;
}

/**
 * Reads the fragment of an address. Undefined when it carries nothing. Never throws: what was not understood or was limited is said in
 * `remarks`, the rest is used.
 */
export function decodeLink(fragment: string): LinkReading | undefined {
  const text = fragment.replace(/^#/, '');
  if (!text.includes('=')) return undefined;
  const remarks: string[] = [];
  if (text.length > LONGEST_LINK) {
    remarks.push('The link is longer than 200,000 characters and was not read.');
    return readingOf({ preset: DEFAULT_PRESET, config: presetConfig(firstPreset()) }, remarks);
  }
  const pairs = readPairs(text, remarks);
  checkVersion(pairs.get('v'), remarks);
  const preset = readPreset(pairs.get('p'), remarks);
  const settings = [...pairs].filter(([key]) => !(linkKeys as readonly string[]).includes(key));
  const { config, remarks: limits } = limitConfig(settings, presetConfig(preset));
  remarks.push(...limits);
  const link: Link = { preset: presetId(preset), config };
  readView(pairs, link, remarks);
  readAttachments(pairs, link, remarks);
  return readingOf(link, remarks);
}

function readingOf(link: Link, remarks: string[]): LinkReading {
  const base = presetConfig(findPreset(link.preset) ?? firstPreset());
  const shown = remarks.slice(0, MOST_REMARKS);
  if (remarks.length > MOST_REMARKS)
    shown.push(`${remarks.length - MOST_REMARKS} more parts of the link were not understood.`);
  return { link, changes: diffConfig(base, link.config), remarks: shown };
}

function readPairs(text: string, remarks: string[]): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const part of text.split('&')) {
    if (part === '') continue;
    const split = part.indexOf('=');
    const key = decoded(split < 0 ? part : part.slice(0, split));
    const value = split < 0 ? undefined : decoded(part.slice(split + 1));
    if (key === undefined || value === undefined)
      remarks.push(`${quoted(part)} in the link is damaged and was left out.`);
    else if (pairs.has(key)) remarks.push(`${quoted(key)} stands in the link twice; the first is used.`);
    else pairs.set(key, value);
  }
  return pairs;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function checkVersion(text: string | undefined, remarks: string[]): void {
  if (text === undefined || text === String(LINK_VERSION)) return;
  remarks.push(
    /^\d{1,6}$/.test(text) && Number(text) > LINK_VERSION
      ? `The link was made by a newer build (version ${text} of links); what this build knows of it was read.`
      : `${quoted(text)} is no version of links; it was read as version ${LINK_VERSION}.`,
  );
}

function readPreset(id: string | undefined, remarks: string[]): Preset {
  if (id === undefined) return firstPreset();
  const exact = findPreset(id);
  if (exact && presetId(exact) === id) return exact;
  const near = exact ?? findPreset(id.replace(/\.\d*$/, ''));
  const used = near ?? firstPreset();
  const hint = near ? '' : didYouMean(id, presets.map(presetId));
  remarks.push(`There is no preset ${quoted(id)}; ${presetId(used)} is used instead.${hint}`);
  return used;
}

function firstPreset(): Preset {
  return findPreset(DEFAULT_PRESET) ?? presets[0];
}

function readView(pairs: Map<string, string>, link: Link, remarks: string[]): void {
  const view = pairs.get('view');
  if (view !== undefined) {
    if (/^[a-z]{1,20}$/.test(view)) link.view = view;
    else remarks.push(`There is no view ${quoted(view)}.`);
  }
  const at = pairs.get('at');
  if (at !== undefined) {
    if (/^\d{1,7}$/.test(at)) link.at = Number(at);
    else remarks.push(`at=${quoted(at)} is no step.`);
  }
  const embed = pairs.get('embed');
  if (embed === '1') link.embed = true;
  else if (embed !== undefined && embed !== '0') remarks.push(`embed=${quoted(embed)} is neither 0 nor 1.`);
}

function readAttachments(pairs: Map<string, string>, link: Link, remarks: string[]): void {
  const packed = pairs.get('z');
  if (packed !== undefined) {
    const program = decodeProgram(packed);
    if (typeof program === 'string') remarks.push(program);
    else link.program = program;
  }
  const digest = pairs.get('r');
  if (digest !== undefined) {
    link.claim = decodeClaim(digest);
    if (!link.claim) remarks.push('The claim in this link is damaged and was not read. Was the link cut short?');
  }
  const run = pairs.get('run');
  if (run !== undefined) {
    link.run = httpsAddress(run);
    if (!link.run) remarks.push(`A run can be loaded from an https address only, and ${quoted(run)} is none.`);
  }
}

function httpsAddress(text: string): string | undefined {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' && !url.username && !url.password ? url.href : undefined;
  } catch {
    return undefined;
  }
}
