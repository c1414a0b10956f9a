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

/** Phases in which completions are sampled, by what they are for. */
const samplingPhases: Partial<Record<Phase, readonly RolloutPurpose[]>> = {
  seed: ['propose'],
  propose: ['propose'],
  probe: ['probe'],
  solve: ['solve'],
  evaluate: ['evaluate'],
};

/**
 * The saved events of one step as a live run would have sent them: completions begin when their phase begins, their tokens come in chunks
 * side by side, then their verdicts.
 */
export function replayCues(events: readonly RunEvent[]): Cue[] {
  const cues: Cue[] = [];
  for (const [index, event] of events.entries()) {
    if (event.kind !== 'phase') {
      cues.push({ event, wait: event.kind === 'evaluation' || event.kind === 'step' ? PHASE_WAIT : EVENT_WAIT });
      continue;
    }
    cues.push({ event, wait: PHASE_WAIT });
    const purposes = samplingPhases[event.phase];
    if (purposes) cues.push(...samplingCues(sampledIn(events, index, purposes)));
  }
  return cues;
}

/** Completions of these purposes after a phase began, up to where a phase of the same name begins again; the first few of each type. */
function sampledIn(events: readonly RunEvent[], phaseIndex: number, purposes: readonly RolloutPurpose[]): Rollout[] {
  const { phase } = events[phaseIndex] as { phase?: Phase };
  const shown = new Map<string, number>();
  const result: Rollout[] = [];
  for (const event of events.slice(phaseIndex + 1)) {
    if (event.kind === 'phase' && event.phase === phase) break;
    if (event.kind !== 'rollout' || !purposes.includes(event.purpose)) continue;
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
