import type { Phase, Rollout, RolloutPurpose, RunEvent } from './events.ts';

/** An event of a replay and how long after the cue before it it comes, in parts of its step (any unit). */
export interface Cue {
  event: RunEvent;
  wait: number;
}

/** Completions of a type and purpose whose tokens are shown as they are sampled; as in a live run, the others just arrive. */
const SHOWN_AT_ONCE = 2;
/** Tokens that appear together. */
const CHUNK = 4;
/** Waits: a chunk of tokens is the unit. */
const PHASE_WAIT = 4;
const EVENT_WAIT = 0.2;

/** Phases in which completions are sampled, and what for. */
const sampledIn: Partial<Record<Phase, RolloutPurpose>> = {
  seed: 'propose',
  propose: 'propose',
  probe: 'probe',
  solve: 'solve',
  evaluate: 'evaluate',
};

/**
 * The saved events of one step as a live run would have sent them: completions begin when their phase begins (or, in a log without phases,
 * right before the first verdict), their tokens come in chunks side by side, then their verdicts.
 */
export function replayCues(events: readonly RunEvent[]): Cue[] {
  const cues: Cue[] = [];
  const begun = new Set<RolloutPurpose>();
  const begin = (index: number, purpose: RolloutPurpose) => {
    cues.push(...samplingCues(sampledFrom(events, index, purpose)));
    begun.add(purpose);
  };
  for (const [index, event] of events.entries()) {
    if (event.kind === 'rollout' && !begun.has(event.purpose)) begin(index, event.purpose);
    const waits = event.kind === 'phase' || event.kind === 'evaluation' || event.kind === 'step';
    cues.push({ event, wait: waits ? PHASE_WAIT : EVENT_WAIT });
    const purpose = event.kind === 'phase' ? sampledIn[event.phase] : undefined;
    if (purpose) begin(index + 1, purpose);
  }
  return cues;
}

/** Completions of a purpose from an event on, up to where its phase begins again; the first few of each type. */
function sampledFrom(events: readonly RunEvent[], index: number, purpose: RolloutPurpose): Rollout[] {
  const shown = new Map<string, number>();
  const result: Rollout[] = [];
  for (const event of events.slice(index)) {
    if (event.kind === 'phase' && sampledIn[event.phase] === purpose) break;
    if (event.kind !== 'rollout' || event.purpose !== purpose) continue;
    const count = shown.get(event.type) ?? 0;
    shown.set(event.type, count + 1);
    if (count < SHOWN_AT_ONCE) result.push(event);
  }
  return result;
}

function samplingCues(rollouts: readonly Rollout[]): Cue[] {
  const cues: Cue[] = rollouts.map(({ step, id, role, type, purpose, prompt, task }) => ({
    event: { kind: 'rolloutStarted', step, id, role, type, purpose, prompt, ...(task ? { task } : {}) },
    wait: 0,
  }));
  const longest = Math.max(0, ...rollouts.map(({ tokens }) => tokens.length));
  for (let from = 0; from < longest; from += CHUNK) {
    let wait = 1;
    for (const { id, tokens } of rollouts) {
      if (from >= tokens.length) continue;
      cues.push({ event: { kind: 'rolloutTokens', id, tokens: tokens.slice(from, from + CHUNK) }, wait });
      wait = 0;
    }
  }
  return cues;
}
