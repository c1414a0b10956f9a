import { describe, expect, it } from 'vitest';
import type { RunEvent } from './events.ts';
import { Player } from './player.ts';
import { replayCues } from './replayCues.ts';
import { savedEvents } from './runLog.ts';
import { RunState } from './runState.ts';
import { sampleRun } from './testing/sampleRun.ts';

const events = savedEvents(sampleRun({ steps: 6, batch: 2 }));

/** The parts of a state that a replay must bring back. */
function picture(state: RunState) {
  return {
    header: state.header,
    step: state.step,
    tasks: state.tasks.list('abduction').map(({ id }) => [id, state.tasks.solveCount(id)]),
    refused: state.tasks.refused(),
    rollouts: state.rollouts.total,
    live: state.rollouts.live.size,
    series: [...state.series.x('seconds')],
    evaluations: state.evaluations,
    ended: state.ended,
  };
}

function direct(upToStep: number): RunState {
  const state = new RunState();
  for (const event of events) {
    state.append(event);
    if (event.kind === 'step' && event.step === upToStep) break;
  }
  return state;
}

/** Plays to the end in frames of a sixtieth of a second. Returns the seconds it took. */
function playOut(player: Player): number {
  let frames = 0;
  for (player.play(); player.playing && frames < 100_000; frames++) player.advance(1 / 60);
  return frames / 60;
}

describe('Player', () => {
  it('brings the state to where reading the whole log does', () => {
    const player = new Player(events);
    playOut(player);
    expect(player.ended).toBe(true);
    const whole = new RunState();
    for (const event of events) whole.append(event);
    expect(picture(player.state)).toEqual(picture(whole));
  });

  it('lasts as long as it says, and less at a higher speed', () => {
    const player = new Player(events, { secondsPerStep: 1 });
    expect(playOut(player)).toBeGreaterThan(6);
    expect(playOut(player)).toBeLessThan(7 + 4);
    player.speed = 4;
    expect(playOut(player)).toBeLessThan(4);
  });

  it('shows tokens as if they were sampled, before the verdict', () => {
    const player = new Player(events, { secondsPerStep: 2 });
    player.play();
    const seen = new Map<string, number[]>();
    for (let frame = 0; frame < 240; frame++) {
      player.advance(1 / 60);
      for (const [id, { tokens }] of player.state.rollouts.live) {
        const lengths = seen.get(id) ?? [];
        lengths.push(tokens.length);
        seen.set(id, lengths);
      }
    }
    expect(seen.size).toBeGreaterThan(6);
    const growing = [...seen.values()].filter((lengths) => new Set(lengths).size > 3);
    expect(growing.length).toBeGreaterThan(3);
    for (const lengths of growing) expect([...lengths].sort((a, b) => a - b)).toEqual(lengths);
  });

  it('seeks forward and back', () => {
    const replaced: RunState[] = [];
    const player = new Player(events, { onState: (state) => replaced.push(state) });
    player.seek(4);
    expect(picture(player.state)).toEqual(picture(direct(4)));
    expect(replaced).toHaveLength(0);
    player.play();
    player.advance(0.3);
    player.seek(2);
    expect(player.playing).toBe(true);
    expect(picture(player.state)).toEqual(picture(direct(2)));
    expect(replaced.at(-1)).toBe(player.state);
    player.seek(1e9);
    expect(player.ended).toBe(true);
  });

  it('goes on in the middle of a step after a pause', () => {
    const player = new Player(events, { secondsPerStep: 2 });
    player.play();
    player.advance(1);
    const at = player.state.events;
    player.pause();
    player.advance(100);
    expect(player.state.events).toBe(at);
    player.play();
    player.advance(1);
    expect(player.state.events).toBeGreaterThan(at);
    player.seek(1);
    expect(picture(player.state)).toEqual(picture(direct(1)));
  });

  it('begins anew when it loops, and when play is pressed at the end', () => {
    const player = new Player(events, { loop: true, secondsPerStep: 0.5 });
    player.play();
    let restarts = 0;
    let before = player.state;
    for (let frame = 0; frame < 60 * 30; frame++) {
      player.advance(1 / 60);
      if (player.state !== before) restarts++;
      before = player.state;
    }
    expect(restarts).toBeGreaterThanOrEqual(3);
    player.loop = false;
    playOut(player);
    expect(player.ended).toBe(true);
    player.play();
    expect(player.step).toBe(-1);
  });

  it('takes an empty log', () => {
    const player = new Player([]);
    player.play();
    player.advance(1);
    player.seek(3);
    expect(player.playing).toBe(false);
    expect(player.lastStep).toBe(0);
  });
});

describe('replayCues', () => {
  const whole = events.filter((event) => 'step' in event && event.step === 3);
  const withoutPhases = whole.filter(({ kind }) => kind !== 'phase');

  it.each([whole, withoutPhases])('starts a shown completion once, and gives exactly its tokens', (...step) => {
    const cues = replayCues(step).map(({ event }) => event);
    const of = <Kind extends RunEvent['kind']>(kind: Kind) =>
      cues.filter((event): event is Extract<RunEvent, { kind: Kind }> => event.kind === kind);
    const started = of('rolloutStarted').map(({ id }) => id);
    expect(new Set(started).size).toBe(started.length);
    for (const id of started) {
      const tokens = of('rolloutTokens').flatMap((event) => (event.id === id ? event.tokens : []));
      const finished = of('rollout').find((event) => event.id === id);
      expect(finished?.tokens).toEqual(tokens);
    }
    expect(cues.filter(({ kind }) => kind !== 'rolloutStarted' && kind !== 'rolloutTokens')).toEqual(step);
  });
});
