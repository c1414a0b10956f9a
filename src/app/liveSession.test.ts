import { beforeEach, expect, test, vi } from 'vitest';
import type { Command, Report } from '../engine/protocol.ts';
import * as session from './liveSession.ts';
import { useStore } from './store.ts';

/** The trainer's side, played by the test. */
class FakeTrainer {
  static last: FakeTrainer;
  sent: Command[] = [];
  onmessage: ((event: { data: Report }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  terminated = false;
  constructor() {
    FakeTrainer.last = this;
  }
  postMessage(command: Command) {
    this.sent.push(command);
  }
  terminate() {
    this.terminated = true;
  }
  report(report: Report extends infer R ? (R extends Report ? Omit<R, 'run'> : never) : never) {
    this.onmessage?.({ data: { ...report, run: this.sent[0].run } as Report });
  }
  kinds() {
    return this.sent.map((command) => command.kind);
  }
}

const initial = useStore.getState();
const trainer = () => FakeTrainer.last;
const state = (name: 'running' | 'paused') => trainer().report({ kind: 'state', state: name, sentence: name });
const finishStep = (step: number) =>
  trainer().report({
    kind: 'events',
    events: [
      { kind: 'step', step, updates: step, seconds: step, tokens: { sampled: 1, trained: 1 }, series: {}, hash: '' },
    ],
  });

beforeEach(() => {
  vi.stubGlobal('Worker', FakeTrainer);
  vi.stubGlobal('requestAnimationFrame', (act: () => void) => setTimeout(act));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
  useStore.setState({ ...initial, live: { state: 'none', sentence: '' } }, true);
});

test('Train live starts with the chosen settings, then goes on after a pause', () => {
  useStore.getState().setSettings('tiny.1');
  session.trainLive();
  expect(trainer().sent[0]).toMatchObject({
    kind: 'start',
    preset: 'tiny.1',
    paused: false,
    config: { modelSize: 'nano' },
  });
  state('running');
  session.trainLive();
  session.pause();
  state('paused');
  session.trainLive();
  expect(trainer().kinds()).toEqual(['start', 'pause', 'continue']);
  expect(useStore.getState().run.kind).toBe('live');
});

test('One step from nothing prepares a run and takes one step', () => {
  session.oneStep();
  expect(trainer().sent[0]).toMatchObject({ kind: 'start', paused: true });
  expect(trainer().kinds()).toEqual(['start', 'oneStep']);
});

test('Reset keeps the seed, New seed draws one, and the run before can be laid over', () => {
  useStore.getState().setSetting('seed', 42);
  session.trainLive();
  finishStep(1);
  const first = trainer();
  const before = useStore.getState().run;
  session.reset();
  expect(first.terminated).toBe(true);
  expect(trainer().sent[0]).toMatchObject({ kind: 'start', paused: true, config: { seed: 42 } });
  expect(useStore.getState().otherRuns[0]).toBe(before);
  session.newSeed();
  expect(trainer().sent[0]).toMatchObject({ kind: 'start', paused: true });
  expect(useStore.getState().live.started?.config.seed).toBe(useStore.getState().draft.seed);
  expect(useStore.getState().draft.seed).not.toBe(42);
});

test('a setting marked now reaches the running run, one marked reset waits', () => {
  session.trainLive();
  useStore.getState().setSetting('learningRate', 0.002);
  useStore.getState().setSetting('modelSize', 'nano');
  expect(trainer().sent.slice(1)).toEqual([
    { kind: 'configure', run: trainer().sent[0].run, changes: { learningRate: 0.002 } },
  ]);
  expect(useStore.getState().live.started?.config).toMatchObject({ learningRate: 0.002, modelSize: 'small' });
});

test('a failure is said in words, ends what was asked, and Train live begins anew', async () => {
  session.trainLive();
  const saving = session.saveRun();
  trainer().report({ kind: 'failed', sentence: 'The device was lost. Reset to begin again.' });
  await expect(saving).rejects.toThrow('The device was lost');
  expect(useStore.getState().messages.map(({ text }) => text)).toContain('The device was lost. Reset to begin again.');
  const failed = trainer();
  session.trainLive();
  expect(trainer()).not.toBe(failed);
});

const file = Uint8Array.of(1, 2, 3);
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
const texts = () => useStore.getState().messages.map(({ text }) => text);

async function save() {
  const saving = session.saveRun();
  const asked = trainer().sent.at(-1);
  if (asked?.kind !== 'save') throw new Error(asked?.kind);
  const step = useStore.getState().run.state.lastStep?.step ?? 0;
  trainer().report({ kind: 'saved', request: asked.request, file, step });
  await saving;
}

async function crash() {
  const dead = trainer();
  dead.onerror?.({ message: 'out of memory' });
  await turn();
  expect(dead.terminated).toBe(true);
  return trainer() === dead ? undefined : trainer().sent[0];
}

test('a run whose worker dies goes on in a new one from what was last kept, with the settings as they are', async () => {
  session.trainLive();
  useStore.getState().setSetting('learningRate', 0.002);
  finishStep(1);
  await save();
  finishStep(2);
  const before = useStore.getState();
  expect(await crash()).toMatchObject({ kind: 'start', paused: false, resume: file, config: { learningRate: 0.002 } });
  expect(texts().at(-1)).toMatch(
    /out of memory.*in a new worker, from step 1, where .*: 1 finished step is taken again\.$/,
  );
  expect(useStore.getState().run).not.toBe(before.run);
  expect(useStore.getState().otherRuns).toBe(before.otherRuns);
  expect(useStore.getState().live.state).toBe('preparing');
});

test('one that pauses waits in the new worker too', async () => {
  session.trainLive();
  finishStep(1);
  session.pause();
  state('paused');
  await save();
  expect(await crash()).toMatchObject({ kind: 'start', paused: true, resume: file });
});

test('a run that is lost before it was kept begins again from the same base and seed, three times at most', async () => {
  session.warmUpHere();
  const { seed } = useStore.getState().draft;
  for (let loss = 0; loss < 3; loss++) {
    const again = await crash();
    expect(again).toMatchObject({ kind: 'start', paused: false, base: 'warmup', config: { seed } });
    expect(again).not.toHaveProperty('resume');
  }
  expect(texts().at(-1)).toMatch(/out of memory.*begins again from the start.*same seed/);
  expect(await crash()).toBeUndefined();
  expect(useStore.getState().live.state).toBe('failed');
  expect(texts().at(-1)).toMatch(/out of memory.*Reset starts it again/);
});

test('a run that keeps being lost at the same step fails in words, and its file can still be saved', async () => {
  session.trainLive();
  finishStep(1);
  await save();
  for (let loss = 0; loss < 3; loss++) {
    expect(await crash()).toBeDefined();
    finishStep(1);
  }
  finishStep(2);
  for (let loss = 0; loss < 3; loss++) expect(await crash()).toBeDefined();
  expect(await crash()).toBeUndefined();
  expect(useStore.getState().live).toMatchObject({ state: 'failed', keptStep: 1 });
  expect(texts().at(-1)).toMatch(/as after step 1, can be saved under Share\.$/);
  expect(await session.saveRun()).toEqual({ file, step: 1 });
});

test('a run that is out of memory is not tried in a new worker, and its file can be saved', async () => {
  session.trainLive();
  finishStep(1);
  const before = trainer();
  before.report({ kind: 'failed', sentence: 'WebAssembly ran out of memory.', kept: { file, step: 1 } });
  await turn();
  expect(trainer()).toBe(before);
  expect(await session.saveRun()).toEqual({ file, step: 1 });
});

test('what the trainer refuses is told to who asked, and the run goes on', async () => {
  session.trainLive();
  const saving = session.saveRun();
  const asked = trainer().sent.at(-1);
  if (asked?.kind !== 'save') throw new Error(asked?.kind);
  trainer().report({ kind: 'refused', request: asked.request, sentence: 'There is nothing to save.' });
  await expect(saving).rejects.toThrow('nothing to save');
  expect(useStore.getState().live.state).toBe('preparing');
});

test('a trainer whose device is gone hands the run over to a new worker', async () => {
  session.trainLive();
  const gone = trainer();
  gone.report({ kind: 'failed', sentence: 'The graphics device was lost.', lost: true, kept: { file, step: 0 } });
  await turn();
  expect(gone.terminated).toBe(true);
  expect(trainer().sent[0]).toMatchObject({ kind: 'start', resume: file });
});

test('a run that is reset while it is lost stays reset', async () => {
  session.trainLive();
  finishStep(1);
  await save();
  trainer().onerror?.({ message: 'out of memory' });
  session.reset();
  const fresh = trainer();
  await turn();
  expect(trainer()).toBe(fresh);
  expect(fresh.sent[0]).not.toHaveProperty('resume');
});

test('what was asked of a run that is reset is told apart from a failure', async () => {
  session.trainLive();
  const saving = session.saveRun();
  session.reset();
  await expect(saving).rejects.toBeInstanceOf(session.RunGoneError);
});

test('attempts of the Lab prepare a run when there is none, and answer with the rollouts', async () => {
  const attempts = session.attempt({ type: 'deduction', program: 'def f(a): return a', inputs: ['1'], attempts: 2 });
  const asked = trainer().sent[1];
  if (asked.kind !== 'attempt') throw new Error(asked.kind);
  const answer = { request: asked.request, rollouts: ['a', 'b'], successes: 1, reward: 0.5 };
  trainer().report({ kind: 'attempted', ...answer });
  expect(await attempts).toMatchObject(answer);
});
