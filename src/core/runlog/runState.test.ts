import { describe, expect, it } from 'vitest';
import type { Proposal, Rollout, StepMetrics, TaskAccepted } from './events.ts';
import { RunState } from './runState.ts';

const task = (id: string, extra: Partial<TaskAccepted> = {}): TaskAccepted => ({
  kind: 'task',
  step: 1,
  id,
  task: { type: 'deduction', program: 'def f(a):\n    return a', inputs: ['[1]'], outputs: ['[1]'] },
  depth: 0,
  origin: 'proposer',
  references: [],
  ...extra,
});

const rollout = (id: string, extra: Partial<Rollout> = {}): Rollout => ({
  kind: 'rollout',
  step: 1,
  id,
  role: 'solve',
  type: 'deduction',
  purpose: 'solve',
  prompt: [1, 2],
  tokens: [3],
  logProbs: [-0.5],
  stopped: 'end',
  verdict: { kind: 'correct', answer: '[1]' },
  ...extra,
});

const proposal = (id: string, extra: Partial<Proposal> = {}): Proposal => ({
  kind: 'proposal',
  step: 1,
  id,
  type: 'deduction',
  mode: 'new',
  rollout: `r-${id}`,
  references: [],
  verdict: { kind: 'refused', reason: 'duplicate', detail: 'The program is in the buffer.' },
  probes: [],
  reward: -1,
  ...extra,
});

const endOfStep = (step: number, series: Record<string, number> = {}): StepMetrics => ({
  kind: 'step',
  step,
  updates: step,
  seconds: step,
  tokens: { sampled: 10 * step, trained: 5 * step },
  series,
  hash: `hash ${step}`,
});

describe('RunState', () => {
  it('follows a completion from its first token to its verdict', () => {
    const state = new RunState();
    const { prompt, step, id, role, type, purpose } = rollout('a');
    state.append({ kind: 'rolloutStarted', step, id, role, type, purpose, prompt });
    state.append({ kind: 'rolloutTokens', id, tokens: [3, 4] });
    state.append({ kind: 'rolloutTokens', id, tokens: [5] });
    expect(state.rollouts.live.get('a')?.tokens).toEqual([3, 4, 5]);
    state.append(rollout('a', { tokens: [3, 4, 5] }));
    expect(state.rollouts.live.size).toBe(0);
    expect(state.rollouts.get('a')?.tokens).toEqual([3, 4, 5]);
    expect(state.rollouts.recentIds('solve.deduction')).toEqual(['a']);
  });

  it('counts solving and probing towards the solve rate, each attempt once', () => {
    const state = new RunState();
    state.append(rollout('probe 1', { purpose: 'probe', taskId: 't' }));
    state.append(rollout('probe 2', { purpose: 'probe', taskId: 't' }));
    state.append(
      proposal('p', { verdict: { kind: 'accepted', taskId: 't' }, probes: ['probe 1', 'probe 2'], successes: 1 }),
    );
    state.append(task('t', { proposal: 'p' }));
    state.append(rollout('s', { taskId: 't' }));
    state.append(rollout('s', { taskId: 't' }));
    state.append(rollout('e', { taskId: 't', purpose: 'evaluate' }));
    state.append({ kind: 'attempts', step: 1, taskId: 't', n: 4, correct: 1 });
    expect(state.tasks.solveCount('t')).toEqual({ n: 7, correct: 3 });
    expect(state.tasks.solveCount('unknown')).toEqual({ n: 0, correct: 0 });
  });

  it('takes over what completions and proposals earned at the end of a step', () => {
    const state = new RunState();
    state.append(rollout('r-p', { role: 'propose', purpose: 'propose' }));
    state.append(proposal('p'));
    const before = state.rollouts.get('r-p');
    state.append({ kind: 'credit', step: 1, entries: [{ id: 'r-p', reward: 0.5, advantage: 1.5, weight: 0.1 }] });
    state.append({ kind: 'credit', step: 1, entries: [{ id: 'unknown', reward: 1, weight: 0 }] });
    expect(state.rollouts.get('r-p')).toMatchObject({ reward: 0.5, advantage: 1.5, weight: 0.1 });
    expect(state.rollouts.get('r-p')).not.toBe(before);
    expect(state.tasks.proposal('p')).toMatchObject({ reward: 0.5, advantage: 1.5 });
    expect(state.tasks.refused()).toEqual([state.tasks.proposalOf('r-p')]);
  });

  it('lists tasks newest first and knows what came of a reference', () => {
    const state = new RunState();
    for (const id of ['a', 'b', 'c']) state.append(task(id, { references: id === 'a' ? [] : ['a'] }));
    expect([0, 1, 2, 3].map((i) => state.tasks.newest('deduction', i)?.id)).toEqual(['c', 'b', 'a', undefined]);
    expect(state.tasks.childrenOf('a')).toEqual(['b', 'c']);
    expect(state.tasks.size()).toBe(3);
    expect(state.tasks.size('induction')).toBe(0);
  });

  it('keeps refused proposals with their reasons, the newest of them readable', () => {
    const state = new RunState({ keepRefused: 10 });
    for (let i = 0; i < 100; i++) state.append(proposal(`p${i}`));
    expect(state.tasks.refusals.get('duplicate')).toBe(100);
    expect(state.tasks.refused().length).toBeLessThan(20);
    expect(state.tasks.refused().at(-1)?.id).toBe('p99');
    expect(state.tasks.proposal('p99')).toBeDefined();
    expect(state.tasks.proposal('p0')).toBeUndefined();
  });

  it('forgets old completions, but not those that made a task or are pinned', () => {
    const state = new RunState({ keepSteps: 2 });
    const letGo: (() => void)[] = [];
    for (let step = 1; step <= 10; step++) {
      state.append(rollout(`plain ${step}`, { step }));
      const accepted = { kind: 'accepted', taskId: `t${step}` } as const;
      state.append(rollout(`made ${step}`, { step, role: 'propose', purpose: 'propose', verdict: accepted }));
      if (step === 1) letGo.push(state.rollouts.pin('plain 1'));
      state.append(endOfStep(step));
    }
    expect(state.rollouts.get('plain 8')).toBeUndefined();
    expect(state.rollouts.ofStep(9).map((kept) => kept.id)).toEqual(['plain 9', 'made 9']);
    expect(state.rollouts.get('made 1')).toBeDefined();
    expect(state.rollouts.get('plain 1')).toBeDefined();
    for (const release of letGo) release();
    state.append(endOfStep(11));
    expect(state.rollouts.get('plain 1')).toBeUndefined();
    expect(state.rollouts.total).toBe(20);
  });

  it('forgets sooner when a step has more completions than may stay', () => {
    const state = new RunState({ keepSteps: 20, keepRollouts: 100 });
    for (let step = 1; step <= 5; step++) {
      for (let i = 0; i < 60; i++) state.append(rollout(`${step}/${i}`, { step }));
      state.append(endOfStep(step));
    }
    expect(state.rollouts.size).toBeLessThanOrEqual(100);
    expect(state.rollouts.ofStep(5)).toHaveLength(60);
  });

  it('gives the series of every finished step on each axis, and its hash', () => {
    const state = new RunState();
    state.append(endOfStep(1, { 'solve.deduction.reward': 0.25 }));
    state.append(endOfStep(2, { 'solve.deduction.reward': 0.5 }));
    expect([...state.series.x('tokens')]).toEqual([15, 30]);
    expect([...state.series.view('solve.deduction.reward').mean]).toEqual([0.25, 0.5]);
    expect(state.hashAt(1)).toBe('hash 1');
    expect(state.hashAt(3)).toBeUndefined();
  });

  it('shows warm-up as a curve of its own', () => {
    const state = new RunState();
    state.append({ kind: 'warmup', update: 10, updates: 40, loss: 2.5, tokens: 1000, seconds: 3 });
    expect(state.warmup?.updates).toBe(40);
    expect([...state.warmupSeries.view('loss').mean]).toEqual([2.5]);
  });

  it('tells listeners once for many events, and not after they left', () => {
    const waiting: (() => void)[] = [];
    const state = new RunState({ schedule: (tell) => waiting.push(tell) });
    let told = 0;
    const leave = state.subscribe(() => told++);
    for (let i = 0; i < 5; i++) state.append(task(`t${i}`));
    expect(waiting).toHaveLength(1);
    waiting.pop()?.();
    expect(told).toBe(1);
    expect(state.version).toBe(5);
    expect(state.versions.tasks).toBe(5);
    expect(state.versions.series).toBe(0);
    leave();
    state.append(task('after'));
    expect(waiting).toHaveLength(0);
  });

  it('holds 16,000 tasks, 100,000 points and 100,000 completions in bounded memory', () => {
    const state = new RunState();
    const names = Array.from({ length: 50 }, (_, i) => `series ${i}`);
    for (let step = 0; step < 2000; step++) {
      for (let i = 0; i < 8; i++) state.append(task(`t${step}/${i}`, { step }));
      for (let i = 0; i < 50; i++) state.append(rollout(`r${step}/${i}`, { step, taskId: `t${step}/${i % 8}` }));
      state.append(endOfStep(step, Object.fromEntries(names.map((name) => [name, step]))));
    }
    expect(state.tasks.size('deduction')).toBe(16_000);
    expect(state.rollouts.total).toBe(100_000);
    expect(state.rollouts.size).toBeLessThanOrEqual(20 * 50);
    expect(state.rollouts.recentIds('solve.deduction').length).toBeLessThan(512);
    expect(state.series.length).toBe(2000);
    expect(state.tasks.solveCount('t1999/0').n).toBe(7);
  });
});

it('takes tasks that a run left behind out of the lists, and still knows them by their ids', () => {
  const run = new RunState();
  run.append(task('kept', { step: 1 }));
  run.append(task('left', { step: 2 }));
  run.append({ kind: 'restored', step: 2, to: 1 });
  run.append(task('new', { step: 3 }));
  expect(run.tasks.all().map(({ id }) => id)).toEqual(['kept', 'new']);
  expect(run.tasks.list('deduction').map(({ id }) => id)).toEqual(['kept', 'new']);
  expect(run.tasks.size()).toBe(2);
  expect(run.tasks.task('left')?.id).toBe('left');
});
