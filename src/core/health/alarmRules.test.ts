import { describe, expect, it } from 'vitest';
import type { RunEvent, StepMetrics } from '../runlog/events.ts';
import { streams } from '../runlog/series.ts';
import { taskTypes } from '../tasks/taskType.ts';
import { HealthMonitor } from './healthMonitor.ts';

/** Series of a step of a run that is well; figures of the recorded run of `default.1`. `progress` goes from 0 to 1. */
function healthy(progress: number): Record<string, number> {
  const series: Record<string, number> = {
    'proposals.programs': 31,
    'proposals.copies': 3,
    'proposals.trivial': 1,
    'hacks.inputReturned': 1,
    'update.loss': 0.25 - 0.1 * progress,
    'update.gradientNorm': 0.1,
  };
  for (const type of taskTypes) {
    series[`proposals.${type}.valid`] = 15;
    series[`proposals.${type}.invalid`] = 1;
    series[`proposals.${type}.depth`] = 2.4 + 5 * progress;
    series[`frontier.${type}`] = Math.round(3 + 7 * progress);
    series[`difficulty.${type}.tooHard`] = 0.4;
    series[`difficulty.${type}.tooEasy`] = 0.2;
  }
  for (const stream of streams) {
    series[`${stream}.reward`] = 0.1;
    series[`${stream}.rewardDeviation`] = 0.5;
    series[`${stream}.wellFormed`] = 0.97;
    series[`${stream}.entropy`] = stream.startsWith('propose') ? 0.4 - 0.15 * progress : 0.03;
    series[`${stream}.length`] = 23 + 20 * progress;
  }
  return series;
}

const STEPS = 60;

/** Feeds a run whose steps are well but for what `change` says of them; step 0, which seeds, is always odd. */
function monitored(change: (progress: number, step: number) => Record<string, number> = () => ({})): HealthMonitor {
  const monitor = new HealthMonitor();
  monitor.append(stepOf(0, { 'proposals.programs': 400, 'proposals.copies': 400 }));
  for (let step = 1; step <= STEPS; step++) {
    const progress = step / STEPS;
    monitor.append(stepOf(step, { ...healthy(progress), ...change(progress, step) }));
  }
  return monitor;
}

function stepOf(step: number, series: Record<string, number>): StepMetrics {
  return { kind: 'step', step, updates: step, seconds: step, tokens: { sampled: 0, trained: 0 }, series, hash: '' };
}

function evaluation(step: number, correct: number): RunEvent {
  const depths = { 1: { n: 20, correct }, 2: { n: 20, correct }, 3: { n: 20, correct }, 9: { n: 20, correct: 0 } };
  return { kind: 'evaluation', step, types: { deduction: depths } };
}

const ids = ({ alarms }: HealthMonitor) => alarms.map(({ id }) => id);
/** Proposals of one depth, with texts as long as such programs are. */
const depth = (value: number): Record<string, number> => ({
  ...Object.fromEntries(taskTypes.map((type) => [`proposals.${type}.depth`, value])),
  ...Object.fromEntries(streams.map((stream) => [`${stream}.length`, 5 * (1 + value)])),
});
const copied = (copies: number) => (_: number, step: number) => ({ 'proposals.copies': step > 40 ? copies : 3 });

it('is silent about a run that is well', () => {
  const monitor = monitored();
  expect(monitor.alarms).toEqual([]);
  expect(monitor.lastGoodStep).toBe(STEPS);
});

it('says in words and with figures that the proposer repeats itself, and where the run was still well', () => {
  const monitor = monitored(copied(10));
  expect(monitor.alarms.map(({ text }) => text)).toEqual([
    'The proposer repeats itself: 32 % of the last 217 programs are copies of earlier ones.',
  ]);
  // 7 steps have 200 programs: 5 of them with 10 copies and 2 with 3 are below 30 %, 6 and 1 are above.
  expect(monitor.lastGoodStep).toBe(46);
});

describe('collapses', () => {
  it.each<[string, (progress: number, step: number) => Record<string, number>, string[]]>([
    [
      'a proposer that falls back to depth 1',
      (p) => depth(p < 0.6 ? 5 : 1.2),
      ['shallower.deduction', 'shallower.abduction', 'behind.deduction', 'behind.abduction'],
    ],
    ['a proposer that never follows the solver', () => depth(2), ['behind.deduction', 'behind.abduction']],
    [
      'tasks that nobody solves',
      () => ({ 'difficulty.abduction.tooHard': 0.97, 'difficulty.abduction.tooEasy': 0 }),
      ['dead.abduction'],
    ],
    [
      'tasks that everybody solves',
      () => ({ 'difficulty.deduction.tooHard': 0, 'difficulty.deduction.tooEasy': 0.95 }),
      ['dead.deduction'],
    ],
    ['tasks that ask for nothing', () => ({ 'proposals.trivial': 20, 'hacks.inputReturned': 18 }), ['trivial']],
    ['messages that tell', () => ({ 'hacks.answerInMessage': 4 }), ['message']],
    ['a lost format', (p) => ({ 'solve.deduction.wellFormed': 1 - p }), ['format.solve.deduction']],
    ['a proposer without entropy', (p) => ({ 'propose.induction.entropy': 0.4 * (1 - p) }), ['entropy.induction']],
    [
      'text that grows for nothing',
      (p) => ({ 'propose.abduction.length': 23 + 200 * p }),
      ['length.propose.abduction'],
    ],
    [
      'text that grows and earns',
      (p) => ({ 'propose.abduction.length': 23 + 200 * p, 'propose.abduction.reward': p }),
      [],
    ],
    ['equal rewards', () => Object.fromEntries(streams.map((stream) => [`${stream}.rewardDeviation`, 0])), ['still']],
    ['an update that is no number', (_, step) => ({ 'update.loss': step === STEPS ? Number.NaN : 0.2 }), ['broken']],
  ])('%s', (_, change, expected) => {
    expect(ids(monitored(change)).sort()).toEqual([...expected].sort());
  });

  it('waits until it has seen enough', () => {
    const monitor = new HealthMonitor();
    for (let step = 1; step <= 6; step++) monitor.append(stepOf(step, { ...healthy(0), 'proposals.copies': 31 }));
    expect(ids(monitor)).toEqual([]);
    monitor.append(stepOf(7, { ...healthy(0), 'proposals.copies': 31 }));
    expect(ids(monitor)).toEqual(['copies']);
  });

  it('a solver that forgets what warm-up had shown it', () => {
    const monitor = monitored();
    const run = { kind: 'run', warmupDepth: 3 } as RunEvent;
    for (const event of [run, evaluation(0, 19), evaluation(20, 17), stepOf(61, healthy(1))]) monitor.append(event);
    expect(ids(monitor)).toEqual([]);
    for (const event of [evaluation(40, 15), stepOf(62, healthy(1))]) monitor.append(event);
    expect(monitor.alarms.map(({ text }) => text)).toEqual([
      'The solver forgets: held-out deduction of depth 1 to 3 fell from 95 % at step 0 to 75 %.',
    ]);
  });
});

it('judges a run that went back by what it was before, not by what it left behind', () => {
  const monitor = monitored(copied(31));
  expect(ids(monitor)).toEqual(['copies']);
  monitor.append({ kind: 'restored', step: STEPS, to: 40 });
  expect(monitor).toMatchObject({ alarms: [], lastGoodStep: STEPS });
  monitor.append(stepOf(STEPS + 1, { ...healthy(0.7), 'proposals.copies': 31 }));
  expect(ids(monitor)).toEqual([]);
});
