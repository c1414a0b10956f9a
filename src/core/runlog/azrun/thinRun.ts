import { dropRollouts } from '../dropRollouts.ts';
import type { Proposal, Rollout, RunEvent } from '../events.ts';
import { savedEvents } from '../runLog.ts';
import type { Thinned } from './format.ts';
import { type AzrunContents, zipLog } from './writeAzrun.ts';

/** Completions that stand or fall together: a proposal's with the probes that made its reward, or one attempt. */
interface Unit {
  rollouts: string[];
}

/**
 * A run as an .azrun file of at most `maxBytes`, if that can be: metrics, evaluations, notices and tasks always stay; completions, then
 * proposals, are left out until it fits, evenly over the steps and the six streams. The manifest says what was left out.
 * Numbers of a thinned file are rounded to four significant digits.
 */
export function writeThinnedAzrun(contents: AzrunContents, maxBytes: number): Uint8Array {
  const events = savedEvents(contents.events);
  const { extras } = contents;
  const whole = zipLog(events, { extras });
  if (whole.length <= maxBytes) return whole;
  const rounded = events.map(roundedEvent);
  const units = spreadUnits(rounded);
  const proposals = rounded.filter((event) => event.kind === 'proposal');
  const refused = spread(proposals.filter(({ verdict }) => verdict.kind === 'refused')).map(({ id }) => id);
  const accepted = spread(proposals.filter(({ verdict }) => verdict.kind === 'accepted')).map(({ id }) => id);
  const ranked = [...accepted, ...refused];

  const write = (unitCount: number, proposalCount: number): Uint8Array => {
    const kept = new Set(units.slice(0, unitCount).flatMap(({ rollouts }) => rollouts));
    const keptProposals = new Set(ranked.slice(0, proposalCount));
    const thin = dropRollouts(rounded, ({ id }) => kept.has(id)).filter(
      (event) => event.kind !== 'proposal' || keptProposals.has(event.id),
    );
    return zipLog(thin, { extras, thinned: describe(rounded, thin) });
  };
  const bare = write(0, proposals.length);
  if (bare.length > maxBytes) return largestFitting(proposals.length, maxBytes, (count) => write(0, count));
  return largestFitting(units.length, maxBytes, (count) => write(count, proposals.length));
}

/** The file of the largest count that fits; that of 0 when none does. The size grows with the count. */
function largestFitting(most: number, maxBytes: number, write: (count: number) => Uint8Array): Uint8Array {
  let best = write(0);
  let low = 0;
  let high = most;
  while (high - low > Math.max(1, most / 200)) {
    const middle = Math.floor((low + high) / 2);
    const file = write(middle);
    if (file.length <= maxBytes) [best, low] = [file, middle];
    else high = middle;
  }
  return best;
}

/** Completions in the order in which they are worth keeping: turn by turn from each stream, spread over the steps; evaluation last. */
function spreadUnits(events: readonly RunEvent[]): Unit[] {
  const rollouts = new Map(events.flatMap((event) => (event.kind === 'rollout' ? [[event.id, event] as const] : [])));
  const taken = new Set<string>();
  const streams = new Map<string, Unit[]>();
  const add = (key: string, unit: Unit) => {
    const list = streams.get(key);
    if (list) list.push(unit);
    else streams.set(key, [unit]);
    for (const id of unit.rollouts) taken.add(id);
  };
  for (const event of events) {
    if (event.kind === 'proposal') add(`propose.${event.type}`, unitOf(event, rollouts));
  }
  const evaluation: Unit[] = [];
  for (const { id, role, type, purpose } of rollouts.values()) {
    if (taken.has(id)) continue;
    if (purpose === 'evaluate') evaluation.push({ rollouts: [id] });
    else add(`${role}.${type}`, { rollouts: [id] });
  }
  const ranked = [...streams.values()].flatMap((units) => spread(units).map((unit, rank) => ({ unit, rank })));
  ranked.sort((a, b) => a.rank - b.rank);
  return [...ranked.map(({ unit }) => unit), ...spread(evaluation)];
}

function unitOf(proposal: Proposal, rollouts: Map<string, Rollout>): Unit {
  return { rollouts: [proposal.rollout, ...proposal.probes].filter((id) => rollouts.has(id)) };
}

/** The items reordered so that any first part of them is spread evenly: by their index with its bits reversed. */
function spread<T>(items: readonly T[]): T[] {
  const bits = Math.max(1, Math.ceil(Math.log2(Math.max(2, items.length))));
  const reversed = (index: number) => {
    let result = 0;
    for (let bit = 0; bit < bits; bit++) if (index & (1 << bit)) result |= 1 << (bits - 1 - bit);
    return result;
  };
  return items
    .map((item, index) => ({ item, at: reversed(index) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function describe(whole: readonly RunEvent[], thin: readonly RunEvent[]): Thinned {
  const of = (events: readonly RunEvent[], kind: RunEvent['kind']) =>
    events.filter((event) => event.kind === kind).length;
  const rollouts = { kept: of(thin, 'rollout'), of: of(whole, 'rollout') };
  const proposals = { kept: of(thin, 'proposal'), of: of(whole, 'proposal') };
  const sentence =
    `To keep this file small it holds ${rollouts.kept} of ${rollouts.of} completions and ${proposals.kept} of ${proposals.of} proposals; ` +
    'all metrics, evaluations and tasks of the run are here.';
  return { rollouts, proposals, sentence };
}

function roundedEvent(event: RunEvent): RunEvent {
  switch (event.kind) {
    case 'step': {
      const series = Object.fromEntries(Object.entries(event.series).map(([name, value]) => [name, rounded(value)]));
      return { ...event, seconds: rounded(event.seconds, 6), series };
    }
    case 'rollout':
    case 'proposal':
      return JSON.parse(
        JSON.stringify(event, (key, value) => (key === 'advantage' || key === 'weight' ? rounded(value) : value)),
      );
    default:
      return event;
  }
}

function rounded(value: number, digits = 4): number {
  return Number(value.toPrecision(digits));
}
