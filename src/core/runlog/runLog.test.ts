import { describe, expect, it } from 'vitest';
import { taskTypes } from '../tasks/taskType.ts';
import { dropRollouts } from './dropRollouts.ts';
import type { RunEvent } from './events.ts';
import { RunLog, savedEvents } from './runLog.ts';
import { RunState } from './runState.ts';
import { sampleRun } from './testing/sampleRun.ts';

const stateOf = (events: Iterable<RunEvent>) => {
  const state = new RunState({ keepSteps: 1e9, keepRollouts: 1e9 });
  for (const event of events) state.append(event);
  return state;
};
const solveRates = (state: RunState) =>
  state.tasks.list('deduction').map(({ id }) => [id, state.tasks.solveCount(id)] as const);
const events = [...sampleRun({ steps: 40 })];
const whole = stateOf(events);

describe('savedEvents', () => {
  it('gives the same state without the passing events', () => {
    const saved = savedEvents(events);
    expect(saved.some(({ kind }) => kind === 'rolloutTokens' || kind === 'rolloutStarted')).toBe(false);
    const state = stateOf(saved);
    expect(state.rollouts.total).toBe(whole.rollouts.total);
    expect(solveRates(state)).toEqual(solveRates(whole));
    expect(savedEvents(saved)).toEqual(saved);
  });

  it('folds credit into what earned it', () => {
    const proposal = events.find((event) => event.kind === 'proposal')!;
    const upTo = events.slice(0, events.indexOf(proposal) + 1);
    const entry = { id: proposal.rollout, reward: 0.125, advantage: 2, weight: 0.25 };
    const saved = savedEvents([...upTo, { kind: 'credit', step: 1, entries: [entry] }]);
    expect(saved.at(-1)).toMatchObject({ id: proposal.id, reward: 0.125, advantage: 2 });
    const completion = saved.find((event) => event.kind === 'rollout' && event.id === proposal.rollout);
    expect(completion).toMatchObject({ reward: 0.125, advantage: 2, weight: 0.25 });
    expect(saved.some(({ kind }) => kind === 'credit')).toBe(false);
  });
});

describe('dropRollouts', () => {
  it('keeps the solve rate of every task', () => {
    const state = stateOf(dropRollouts(events, () => false));
    expect(state.rollouts.total).toBe(0);
    expect(solveRates(state)).toEqual(solveRates(whole));
  });
});

describe('RunLog', () => {
  const keeping = (keepRollouts: number) => {
    const log = new RunLog(keepRollouts);
    for (const event of events) log.append(event);
    return stateOf(log.events());
  };

  it('keeps the newest steps whole, and of older ones a proposal with its probes, a refusal and attempts of each type', () => {
    const state = keeping(10_000);
    expect(state.rollouts.ofStep(40)).toEqual(whole.rollouts.ofStep(40));
    const old = state.rollouts.ofStep(5);
    expect(old.length).toBeLessThan(whole.rollouts.ofStep(5).length);
    for (const type of taskTypes) {
      const purposes = old.filter((rollout) => rollout.type === type).map(({ purpose }) => purpose);
      expect(purposes.filter((purpose) => purpose === 'solve')).toHaveLength(2);
      expect(purposes.filter((purpose) => purpose === 'probe').length % 4).toBe(0);
    }
  });

  it('can be read up to a step', () => {
    const log = new RunLog();
    for (const event of events) log.append(event);
    const upTo = log.events(17);
    expect(upTo.at(-1)).toMatchObject({ kind: 'step', step: 17 });
    expect(log.events().slice(0, upTo.length)).toEqual(upTo);
  });

  it('stays bounded, with all counts right', () => {
    const state = keeping(600);
    expect(state.rollouts.total).toBeLessThanOrEqual(700);
    expect(state.rollouts.total).toBeGreaterThan(300);
    expect(state.rollouts.ofStep(40)).toEqual(whole.rollouts.ofStep(40));
    expect(solveRates(state)).toEqual(solveRates(whole));
    expect(state.series.length).toBe(whole.series.length);
  });
});
