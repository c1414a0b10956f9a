import { dropRollouts } from '../dropRollouts.ts';
import type { RunEvent } from '../events.ts';
import { savedEvents } from '../runLog.ts';
import type { Thinned } from './format.ts';
import { roundedEvent } from './roundedEvent.ts';
import { spread, turnByTurn } from './spread.ts';
import { type AzrunContents, zipLog } from './writeAzrun.ts';

/** Of the room that metrics and evaluations leave, the share that proposals and tasks may take before completions get the rest. */
const STORY_SHARE = 0.6;

/**
 * A run as an .azrun file of at most `maxBytes`, if that can be: metrics, evaluations and notices always stay; completions, then proposals with
 * their tasks, are left out until it fits, evenly over steps and streams. The manifest says what was left out. Numbers of a thinned file are
 * rounded to four significant digits.
 */
export function writeThinnedAzrun(contents: AzrunContents, maxBytes: number): Uint8Array {
  const events = savedEvents(contents.events);
  const { extras } = contents;
  const whole = zipLog(events, { extras, level: 9 });
  if (whole.length <= maxBytes) return whole;
  const log = new ThinLog(events.map(roundedEvent));
  const write = (stories: number, units: number) => {
    const { kept, thinned } = log.keep(stories, units);
    return zipLog(kept, { extras, thinned, level: 9 });
  };
  const bare = write(0, 0).length;
  const storyBytes = bare + STORY_SHARE * (maxBytes - bare);
  const stories = largestFitting(log.stories.length, storyBytes, (count) => write(count, 0));
  const units = largestFitting(log.units(stories).length, maxBytes, (count) => write(stories, count));
  return write(stories, units);
}

/** The largest count, to within half a percent, whose file fits; 0 when none does. The size grows with the count. */
function largestFitting(most: number, maxBytes: number, write: (count: number) => Uint8Array): number {
  if (write(most).length <= maxBytes) return most;
  let low = 0;
  let high = most;
  while (high - low > Math.max(1, most / 200)) {
    const middle = Math.floor((low + high) / 2);
    if (write(middle).length <= maxBytes) low = middle;
    else high = middle;
  }
  return low;
}

/** A log of which the first so many stories and completions can be kept. */
class ThinLog {
  /** Ids of proposals, in the order in which they are worth keeping. */
  readonly stories: readonly string[];
  private readonly proposals;
  private readonly tasks;
  private readonly rollouts;

  constructor(private readonly events: readonly RunEvent[]) {
    this.proposals = events.filter((event) => event.kind === 'proposal');
    this.tasks = events.filter((event) => event.kind === 'task');
    this.rollouts = events.filter((event) => event.kind === 'rollout');
    this.stories = turnByTurn(this.proposals, ({ type }) => type).map(({ id }) => id);
  }

  /** Ids of completions that stand or fall together, in the order in which they are worth keeping; evaluation last. */
  units(stories: number): string[][] {
    const kept = new Set(this.stories.slice(0, stories));
    const present = new Set(this.rollouts.map(({ id }) => id));
    const ofStories = this.proposals.flatMap(({ id, type, rollout, probes }) => {
      const ids = kept.has(id) ? [rollout, ...probes].filter((each) => present.has(each)) : [];
      return ids.length > 0 ? [{ stream: `propose.${type}`, ids }] : [];
    });
    const of = (purpose: string) => this.rollouts.filter((rollout) => rollout.purpose === purpose);
    const solved = of('solve').map(({ id, type }) => ({ stream: `solve.${type}`, ids: [id] }));
    const ranked = turnByTurn([...ofStories, ...solved], ({ stream }) => stream).map(({ ids }) => ids);
    return [...ranked, ...spread(of('evaluate')).map(({ id }) => [id])];
  }

  keep(stories: number, units: number): { kept: RunEvent[]; thinned: Thinned } {
    const proposals = new Set(this.stories.slice(0, stories));
    const tasks = this.tasksOf(proposals);
    const rollouts = new Set(this.units(stories).slice(0, units).flat());
    const dropped = new Map(this.tasks.filter(({ id }) => !tasks.has(id)).map(({ id, task }) => [id, task]));
    const kept = dropRollouts(this.events, ({ id }) => rollouts.has(id)).flatMap((event): RunEvent[] => {
      if (event.kind === 'proposal') return proposals.has(event.id) ? [event] : [];
      if (event.kind === 'task') return tasks.has(event.id) ? [event] : [];
      if (event.kind === 'attempts') return tasks.has(event.taskId) ? [event] : [];
      // A completion that stays without its task brings the task along.
      const task = event.kind === 'rollout' && event.taskId !== undefined ? dropped.get(event.taskId) : undefined;
      return [task ? ({ ...event, task } as RunEvent) : event];
    });
    const thinned = describe(
      { kept: rollouts.size, of: this.rollouts.length },
      { kept: proposals.size, of: this.proposals.length },
      { kept: tasks.size, of: this.tasks.length },
    );
    return { kept, thinned };
  }

  /** Tasks of kept proposals with the references that their proposers were shown, and tasks that no proposal made. */
  private tasksOf(proposals: Set<string>): Set<string> {
    if (proposals.size === this.proposals.length) return new Set(this.tasks.map(({ id }) => id));
    const references = this.proposals.filter(({ id }) => proposals.has(id)).flatMap((proposal) => proposal.references);
    const shown = new Set(references);
    const stays = this.tasks.filter(({ id, proposal }) => !proposal || proposals.has(proposal) || shown.has(id));
    return new Set(stays.map(({ id }) => id));
  }
}

function describe(rollouts: Thinned['rollouts'], proposals: Thinned['proposals'], tasks: Thinned['tasks']): Thinned {
  const amount = ({ kept, of }: Thinned['rollouts']) => (kept === of ? `all ${of}` : `${kept} of ${of}`);
  const sentence = `To keep this file small it holds ${amount(rollouts)} completions, ${amount(proposals)} proposals and ${amount(tasks)} tasks; all metrics and evaluations of the run are here.`;
  return { rollouts, proposals, tasks, sentence };
}
