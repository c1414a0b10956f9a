import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findPreset, presetConfig } from '../core/config/presets.ts';
import type { Config } from '../core/config/schema.ts';
import type { AlarmRule } from '../core/health/alarmRules.ts';
import type { RunEvent } from '../core/runlog/events.ts';
import { RunLog } from '../core/runlog/runLog.ts';
import { listsLanguage } from '../core/tasks/lists/listsLanguage.ts';
import { decode, vocabularySize } from '../core/tasks/tokenizer.ts';
import { importCheckpoint } from '../nn/checkpoint/checkpoint.ts';
import { DeviceLostError } from '../nn/deviceErrors.ts';
import type { LanguageModel, UpdateStats } from '../nn/languageModel.ts';
import { modelShape } from '../nn/modelShape.ts';
import { inlineJudge } from './judge/inlineJudge.ts';
import type { Judge } from './judge/judge.ts';
import { createJudgePool } from './judge/judgePool.ts';
import type { Command, KeptRun, Report } from './protocol.ts';
import { readRunFile } from './runFile.ts';
import { Trainer } from './trainer.ts';

/** What goes wrong: after some calls of one kind the next one, or all later ones, end like this. */
interface Fault {
  call: 'update' | 'sample';
  after: number;
  always?: boolean;
  outcome: DeviceLostError | UpdateStats;
}
let fault: Fault | undefined;
const lost = new DeviceLostError('lost', 'as the test wants it');
const COMPILING = 'Compiling as the test wants it.';

vi.mock('../nn/createModel.ts', async (original) => {
  const { createModel } = await original<typeof import('../nn/createModel.ts')>();
  return {
    createModel: async (...choice: Parameters<typeof createModel>) => {
      const model = await createModel(...choice);
      choice[0].tell?.(COMPILING);
      return new Proxy<LanguageModel>(model, {
        get(target, key) {
          const value = Reflect.get(target, key);
          if (typeof value !== 'function') return value;
          return async (...given: unknown[]) => {
            if (fault?.call !== key || fault.after-- > 0) return value.apply(target, given);
            const { outcome, always } = fault;
            if (!always) fault = undefined;
            if (outcome instanceof Error) throw outcome;
            return outcome;
          };
        },
      });
    },
  };
});

/** The weights that answered each held-out evaluation. */
let evaluated: Float32Array[] = [];

vi.mock('./evaluate.ts', async (original) => {
  const { evaluateHeldOut, ...others } = await original<typeof import('./evaluate.ts')>();
  return {
    ...others,
    evaluateHeldOut: async (...given: Parameters<typeof evaluateHeldOut>) => {
      evaluated.push(await given[0].getWeights());
      return evaluateHeldOut(...given);
    },
  };
});

/** Step from which on the only rule raises its alarm; undefined for the rules as they are. */
let alarmFrom: number | undefined;

vi.mock('../core/health/alarmRules.ts', async (original) => {
  const { alarmRules } = await original<typeof import('../core/health/alarmRules.ts')>();
  const rule: AlarmRule = ({ steps }) =>
    alarmFrom !== undefined && (steps.at(-1)?.step ?? 0) >= alarmFrom ? [{ id: 'a', text: 'Bad.', advice: '' }] : [];
  return { alarmRules: [...alarmRules, rule] };
});

const config: Config = {
  ...presetConfig(findPreset('tiny') as NonNullable<ReturnType<typeof findPreset>>),
  backend: 'wasm',
  judgeWorkers: 0,
  evaluationTasks: 12,
};

const shipped = async (name: string) => ({
  'config.json': readFileSync(`public/checkpoints/${name}/config.json`, 'utf8'),
  'model.safetensors': new Uint8Array(readFileSync(`public/checkpoints/${name}/model.safetensors`)),
});

/** A trainer with its reports, and a way to wait for one. */
function makeTrainer(makeJudge: () => Judge = inlineJudge) {
  const reports: Report[] = [];
  const waiting: { wanted: (report: Report) => boolean; found: (report: Report) => void }[] = [];
  const trainer = new Trainer({
    build: 'test',
    makeJudge,
    loadShipped: shipped,
    post: (report) => {
      reports.push(report);
      if (report.kind === 'events') queueMicrotask(() => trainer.handle({ kind: 'seen', run: report.run }));
      for (const entry of waiting.filter(({ wanted }) => wanted(report))) {
        waiting.splice(waiting.indexOf(entry), 1);
        entry.found(report);
      }
    },
  });
  const next = (wanted: (report: Report) => boolean) => new Promise<Report>((found) => waiting.push({ wanted, found }));
  const paused = () =>
    next((report) => (report.kind === 'state' && report.state === 'paused') || report.kind === 'failed');
  const events = () => reports.flatMap((report): RunEvent[] => (report.kind === 'events' ? report.events : []));
  return { trainer, reports, next, paused, events };
}

const start: Extract<Command, { kind: 'start' }> = {
  kind: 'start',
  run: 'a',
  preset: 'tiny.1',
  config,
  base: 'shipped',
  paused: true,
};
const hashes = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.kind === 'step' ? [`${event.step} ${event.hash}`] : []));

afterEach(() => {
  fault = undefined;
  alarmFrom = undefined;
  evaluated = [];
});

describe('Trainer', () => {
  it('draws tasks from the warm-up grammar in place of a proposer, and then nothing is proposed or learnt of proposing', async () => {
    const { trainer, paused, events } = makeTrainer();
    let rest = paused();
    trainer.handle({ ...start, config: { ...config, taskSource: 'grammar' } });
    await rest;
    rest = paused();
    trainer.handle({ kind: 'oneStep', run: 'a' });
    await rest;
    const tasks = events().flatMap((event) => (event.kind === 'task' && event.step === 1 ? [event] : []));
    expect(tasks.length).toBeGreaterThan(3);
    for (const { origin, depth } of tasks) expect([origin, depth <= 3]).toEqual(['grammar', true]);
    expect(events().some((event) => event.kind === 'rollout' && event.role === 'propose')).toBe(false);
    expect(events().some((event) => event.kind === 'rollout' && event.purpose === 'probe')).toBe(true);
  });

  it('refuses what is not of the language, unless languageForm is off', async () => {
    vi.spyOn(listsLanguage, 'refuse').mockReturnValue('Not of this language.');
    for (const languageForm of [true, false]) {
      const { trainer, paused, events } = makeTrainer();
      let rest = paused();
      trainer.handle({ ...start, config: { ...config, taskSource: 'grammar', languageForm } });
      await rest;
      rest = paused();
      trainer.handle({ kind: 'oneStep', run: 'a' });
      await rest;
      expect(events().some((event) => event.kind === 'task' && event.origin === 'grammar')).toBe(!languageForm);
    }
    vi.restoreAllMocks();
  });

  it.each(['numbers', 'text'] as const)('evaluates, probes and trains in the language %s', async (language) => {
    const { trainer, paused, events } = makeTrainer();
    const changes = { language, prior: 0, frontierGate: false, taskSource: 'grammar', evaluationTasks: 39 } as const;
    let rest = paused();
    trainer.handle({ ...start, base: 'random', config: { ...config, ...changes } });
    await rest;
    rest = paused();
    trainer.handle({ kind: 'oneStep', run: 'a' });
    await rest;
    const log = events();
    const evaluation = log.find((event) => event.kind === 'evaluation');
    expect(Object.keys(evaluation?.types.deduction ?? {}).length).toBeGreaterThan(9);
    const tasks = log.flatMap((event) => (event.kind === 'task' && event.step === 1 ? [event] : []));
    expect(tasks.length).toBeGreaterThan(1);
    for (const { depth } of tasks) expect(depth).toBeLessThanOrEqual(5);
    const probes = log.flatMap((event) => (event.kind === 'rollout' && event.purpose === 'probe' ? [event] : []));
    for (const { type, depth = 0, tokens } of probes)
      if (type !== 'induction') expect(decode(tokens).split('\n').length).toBeLessThanOrEqual(depth + 2);
    expect(log.some((event) => event.kind === 'step' && event.step === 1)).toBe(true);
  });

  it('prepares, waits when begun paused, and takes one step at a time', async () => {
    const { trainer, reports, paused, events } = makeTrainer();
    let rest = paused();
    trainer.handle(start);
    await rest;
    expect(reports.find(({ kind }) => kind === 'device')).toMatchObject({ backend: 'wasm', engine: 'fused' });
    expect(hashes(events())).toHaveLength(1);
    rest = paused();
    trainer.handle({ kind: 'oneStep', run: 'a' });
    await rest;
    expect(hashes(events())).toHaveLength(2);
    const kinds = new Set(events().map(({ kind }) => kind));
    for (const kind of [
      'run',
      'evaluation',
      'task',
      'rolloutStarted',
      'rolloutTokens',
      'rollout',
      'proposal',
      'credit',
      'step',
    ]) {
      expect(kinds).toContain(kind);
    }
    trainer.handle({ kind: 'stop', run: 'a' });
  });

  it('gives the same trajectory with the judge in its own thread and with three workers', async () => {
    const trajectories: string[][] = [];
    for (const makeJudge of [inlineJudge, () => createJudgePool(3)]) {
      const { trainer, paused, events } = makeTrainer(makeJudge);
      let rest = paused();
      trainer.handle(start);
      await rest;
      rest = paused();
      trainer.handle({ kind: 'oneStep', run: 'a' });
      await rest;
      trainer.handle({ kind: 'stop', run: 'a' });
      trajectories.push(hashes(events()));
    }
    expect(trajectories[0]).toHaveLength(2);
    expect(trajectories[1]).toEqual(trajectories[0]);
  });

  it('drops commands of another run', async () => {
    const { trainer, paused, events } = makeTrainer();
    const rest = paused();
    trainer.handle(start);
    await rest;
    trainer.handle({ kind: 'continue', run: 'b' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(hashes(events())).toHaveLength(1);
    trainer.handle({ kind: 'stop', run: 'a' });
  });

  it('saves a run from which another trainer goes on exactly as the first would have', async () => {
    const averaging = { ...start, config: { ...config, averagedShare: 0.5, evaluateEvery: 2 } };
    const first = makeTrainer();
    let rest = first.paused();
    first.trainer.handle(averaging);
    await rest;
    rest = first.paused();
    first.trainer.handle({ kind: 'oneStep', run: 'a' });
    await rest;
    const saved = first.next(({ kind }) => kind === 'saved');
    first.trainer.handle({ kind: 'save', run: 'a', request: 1 });
    const file = (await saved) as Extract<Report, { kind: 'saved' }>;
    rest = first.paused();
    first.trainer.handle({ kind: 'oneStep', run: 'a' });
    await rest;
    first.trainer.handle({ kind: 'stop', run: 'a' });

    const second = makeTrainer();
    rest = second.paused();
    second.trainer.handle({ ...averaging, run: 'c', resume: file.file });
    await rest;
    rest = second.paused();
    second.trainer.handle({ kind: 'oneStep', run: 'c' });
    await rest;
    second.trainer.handle({ kind: 'stop', run: 'c' });
    expect(hashes(first.events())).toHaveLength(3);
    expect(hashes(second.events())).toEqual(hashes(first.events()));
    expect(evaluated).toHaveLength(3);
    expect(evaluated[2]).toEqual(evaluated[1]);
  });

  it('evaluates averaged weights, which change nothing in what is learnt, and are in the file', async () => {
    const shape = modelShape(config.modelSize, vocabularySize);
    const files: ReturnType<typeof readRunFile>[][] = [];
    const trajectories: string[][] = [];
    for (const averagedShare of [0, 0.5]) {
      const { trainer, next, paused, events } = makeTrainer();
      let rest = paused();
      trainer.handle({ ...start, config: { ...config, averagedShare, evaluateEvery: 2 } });
      await rest;
      const saved: ReturnType<typeof readRunFile>[] = [];
      for (let step = 0; step < 2; step++) {
        rest = paused();
        trainer.handle({ kind: 'oneStep', run: 'a' });
        await rest;
        const answer = next(({ kind }) => kind === 'saved');
        trainer.handle({ kind: 'save', run: 'a', request: step });
        saved.push(readRunFile(((await answer) as Extract<Report, { kind: 'saved' }>).file, shape));
      }
      trainer.handle({ kind: 'stop', run: 'a' });
      files.push(saved);
      trajectories.push(hashes(events()));
    }
    expect(trajectories[1]).toEqual(trajectories[0]);
    const [[, plain], [first, second]] = files;
    expect(plain.average).toBeUndefined();
    expect(second.weights).toEqual(plain.weights);
    const expected = first.weights.map((weight, i) => weight + (2 / 3) * (second.weights[i] - weight));
    const average = second.average as Float32Array;
    expect(Math.max(...average.map((weight, i) => Math.abs(weight - expected[i])))).toBeLessThan(1e-6);
    // Before the first step and after the second, twice.
    expect(evaluated).toHaveLength(4);
    expect(evaluated[1]).toEqual(plain.weights);
    expect(evaluated[2]).toEqual(evaluated[0]);
    expect(evaluated[3]).toEqual(average);
  });

  it('goes on from the last step when the device is lost, with the same result as without the loss', async () => {
    const whole = makeTrainer();
    let rest = whole.paused();
    whole.trainer.handle(start);
    await rest;
    for (let i = 0; i < 2; i++) {
      rest = whole.paused();
      whole.trainer.handle({ kind: 'oneStep', run: 'a' });
      await rest;
    }
    whole.trainer.handle({ kind: 'stop', run: 'a' });

    fault = { call: 'update', after: 1, outcome: lost };
    const broken = makeTrainer();
    rest = broken.paused();
    broken.trainer.handle(start);
    await rest;
    for (let i = 0; i < 2; i++) {
      rest = broken.paused();
      broken.trainer.handle({ kind: 'oneStep', run: 'a' });
      await rest;
    }
    broken.trainer.handle({ kind: 'stop', run: 'a' });
    expect(broken.events().find(({ kind }) => kind === 'notice')).toMatchObject({
      level: 'warning',
      text: expect.stringContaining('goes on from step'),
    });
    const told = broken.reports.flatMap((report) => (report.kind === 'state' ? [report.sentence] : []));
    const moved = told.findIndex((sentence) => sentence.startsWith('A new device is set up'));
    expect(told.slice(moved + 1, moved + 3)).toEqual([COMPILING, 'Training.']);
    expect(hashes(broken.events()).at(-1)).toBe(hashes(whole.events()).at(-1));
  });

  /** Takes a step that the fault makes fail, and waits for the report of it. */
  async function failingStep() {
    const { trainer, next, paused, events } = makeTrainer();
    const rest = paused();
    trainer.handle(start);
    await rest;
    const failed = next(({ kind }) => kind === 'failed');
    trainer.handle({ kind: 'oneStep', run: 'a' });
    return { report: (await failed) as Extract<Report, { kind: 'failed' }>, events };
  }

  it('tells that it failed where there is no memory left to write its file in, too', async () => {
    fault = { call: 'update', after: 0, always: true, outcome: lost };
    const log = vi.spyOn(RunLog.prototype, 'events').mockImplementation(() => {
      throw new RangeError('Array buffer allocation failed');
    });
    try {
      const { report } = await failingStep();
      expect(report).toMatchObject({
        sentence: expect.stringContaining('device was lost'),
        lost: true,
        kept: undefined,
      });
    } finally {
      log.mockRestore();
    }
  });

  it('hands the run over, as after its last step, when its device is lost again and again', async () => {
    fault = { call: 'update', after: 0, always: true, outcome: lost };
    const { report } = await failingStep();
    expect(report).toMatchObject({ sentence: expect.stringContaining('device was lost'), lost: true });
    const { file, step } = report.kept as KeptRun;
    const resumed = readRunFile(file, modelShape(config.modelSize, vocabularySize));
    expect([step, resumed.snapshot.step]).toEqual([0, 0]);
  });

  it.each(['out-of-memory', 'wasm-out-of-memory'] as const)(
    'tries %s once more, then hands the run over and says what to do',
    async (failure) => {
      fault = { call: 'update', after: 0, always: true, outcome: new DeviceLostError(failure, 'as the test wants it') };
      const { report, events } = await failingStep();
      expect(report).not.toHaveProperty('lost');
      expect(report).toMatchObject({
        sentence: expect.stringMatching(/out of memory.*smaller model, batch or context/),
        kept: { step: 0 },
      });
      expect(events().filter(({ kind }) => kind === 'notice')).toHaveLength(1);
    },
  );

  it('can begin again, with nothing to hand over, when its device is lost before step 0 has ended', async () => {
    fault = { call: 'sample', after: 0, outcome: lost };
    const { trainer, next } = makeTrainer();
    const failed = next(({ kind }) => kind === 'failed');
    trainer.handle(start);
    expect(await failed).toMatchObject({ lost: true, kept: undefined });
  });

  it('answers in words what a lost device leaves undone, and goes on', async () => {
    const { trainer, next, paused, reports } = makeTrainer();
    let rest = paused();
    trainer.handle(start);
    await rest;
    const task = { type: 'deduction' as const, program: 'def f(a):\n    b = a[1:]\n    return b', inputs: ['[1, 2]'] };
    const attempt = { kind: 'attempt', run: 'a', request: 1, ...task, attempts: 1 } as const;
    fault = { call: 'sample', after: 0, outcome: lost };
    let answer = next(({ kind }) => kind === 'refused');
    rest = paused();
    trainer.handle(attempt);
    expect(await answer).toEqual({ kind: 'refused', run: 'a', request: 1, sentence: lost.message });
    await rest;
    answer = next(({ kind }) => kind === 'attempted');
    trainer.handle({ ...attempt, request: 2 });
    expect(await answer).toMatchObject({ request: 2, rollouts: ['lab.2.0'] });
    expect(reports.some(({ kind }) => kind === 'failed')).toBe(false);
  });

  it('saves at the end of the step that runs, also when that is taken twice', async () => {
    const { trainer, next, paused } = makeTrainer();
    const rest = paused();
    trainer.handle(start);
    await rest;
    fault = { call: 'update', after: 0, outcome: lost };
    const proposing = next(
      (report) => report.kind === 'events' && report.events.some((event) => event.kind === 'phase' && event.step === 1),
    );
    trainer.handle({ kind: 'oneStep', run: 'a' });
    await proposing;
    const answer = next(({ kind }) => kind === 'saved');
    trainer.handle({ kind: 'save', run: 'a', request: 1 });
    const { file, step } = (await answer) as Extract<Report, { kind: 'saved' }>;
    expect(step).toBe(0);
    expect(readRunFile(file, modelShape(config.modelSize, vocabularySize)).snapshot.step).toBe(0);
  });

  it('hands the model over as a checkpoint: the averaged weights where there are some, and says which', async () => {
    const shape = modelShape(config.modelSize, vocabularySize);
    for (const averagedShare of [0, 0.5]) {
      const { trainer, next, paused } = makeTrainer();
      let rest = paused();
      trainer.handle({ ...start, config: { ...config, averagedShare } });
      await rest;
      rest = paused();
      trainer.handle({ kind: 'oneStep', run: 'a' });
      await rest;
      const saved = next(({ kind }) => kind === 'saved');
      trainer.handle({ kind: 'save', run: 'a', request: 1 });
      const run = readRunFile(((await saved) as Extract<Report, { kind: 'saved' }>).file, shape);
      const exported = next(({ kind }) => kind === 'exported');
      trainer.handle({ kind: 'export', run: 'a', request: 2 });
      const { zip, weights } = (await exported) as Extract<Report, { kind: 'exported' }>;
      const files = unzipSync(zip);
      const read = importCheckpoint(shape, {
        'config.json': strFromU8(files['config.json']),
        'model.safetensors': files['model.safetensors'],
      });
      expect(read).toEqual(averagedShare > 0 ? run.average : run.weights);
      expect(weights).toMatch(averagedShare > 0 ? /averaged weights after step 1/ : /the run averages none/);
    }
  });

  it('answers a question that comes while the base is warmed up when there is a model, and refuses to save nothing', async () => {
    const { trainer, next, paused } = makeTrainer();
    const rest = paused();
    const warmup = { ...config, prior: 1, warmupTokens: 0.01, evaluationTasks: 3, seedTasks: 1 };
    const warming = next((report) => report.kind === 'state' && report.state === 'warmup');
    trainer.handle({ ...start, base: 'warmup', config: warmup });
    await warming;
    const refused = next(({ kind }) => kind === 'refused');
    trainer.handle({ kind: 'save', run: 'a', request: 1 });
    const answered = next(({ kind }) => kind === 'attempted');
    const task = { type: 'deduction' as const, program: 'def f(a):\n    b = a[1:]\n    return b', inputs: ['[1, 2]'] };
    trainer.handle({ kind: 'attempt', run: 'a', request: 2, ...task, attempts: 1 });
    expect(await refused).toMatchObject({
      request: 1,
      sentence: expect.stringContaining('nothing to save before step 0'),
    });
    expect(await answered).toMatchObject({ request: 2, rollouts: ['lab.2.0'] });
    await rest;
  });

  it('raises an alarm for an update that was left out, whichever of a step it was', async () => {
    const { trainer, paused, events } = makeTrainer();
    let rest = paused();
    trainer.handle(start);
    await rest;
    fault = { call: 'update', after: 0, outcome: { loss: Number.NaN, gradientNorm: Number.NaN, entropy: 0 } };
    rest = paused();
    trainer.handle({ kind: 'oneStep', run: 'a' });
    await rest;
    expect(events()).toContainEqual(
      expect.objectContaining({ kind: 'notice', step: 1, text: expect.stringMatching(/update broke.*left out/) }),
    );
  });

  it('goes back to the last checkpoint without an alarm, says so in the log, and goes on counting', async () => {
    alarmFrom = 2;
    const { trainer, next, paused, events } = makeTrainer();
    const saved = async () => {
      const answer = next(({ kind }) => kind === 'saved');
      trainer.handle({ kind: 'save', run: 'a', request: 1 });
      const { file } = (await answer) as Extract<Report, { kind: 'saved' }>;
      return readRunFile(file, modelShape(config.modelSize, vocabularySize));
    };
    const step = async () => {
      const rest = paused();
      trainer.handle({ kind: 'oneStep', run: 'a' });
      await rest;
    };
    const rest = paused();
    trainer.handle(start);
    await rest;
    await step();
    const good = await saved();
    await step();
    await step();
    const bad = await saved();
    expect(bad.weights).not.toEqual(good.weights);

    trainer.handle({ kind: 'goBack', run: 'a' });
    const back = await saved();
    expect(back.weights).toEqual(good.weights);
    expect(back.optimizer).toEqual(good.optimizer);
    expect(back.snapshot.buffers).toEqual(good.snapshot.buffers);
    expect(back.snapshot).toMatchObject({ step: 3, updates: bad.snapshot.updates, tokens: bad.snapshot.tokens });
    expect(back.snapshot.hash).not.toBe(bad.snapshot.hash);
    alarmFrom = undefined;
    await step();
    const told = events().flatMap((event) =>
      event.kind === 'notice' ? [event.text] : event.kind === 'restored' ? [`${event.step} to ${event.to}`] : [],
    );
    expect(told.slice(0, 2)).toEqual(['Bad.', '3 to 1']);
    expect(told[2]).toContain('as after step 1');
    expect(hashes(events())).toHaveLength(5);
    trainer.handle({ kind: 'stop', run: 'a' });
  });

  it('saves the last good checkpoint too, and a trainer that opens the file under an alarm goes back to it', async () => {
    alarmFrom = 2;
    const shape = modelShape(config.modelSize, vocabularySize);
    const first = makeTrainer();
    const saved = async ({ trainer, next }: ReturnType<typeof makeTrainer>, run: string) => {
      const answer = next(({ kind }) => kind === 'saved');
      trainer.handle({ kind: 'save', run, request: 1 });
      return ((await answer) as Extract<Report, { kind: 'saved' }>).file;
    };
    let rest = first.paused();
    first.trainer.handle(start);
    await rest;
    const files: Uint8Array[] = [];
    for (let step = 1; step <= 2; step++) {
      rest = first.paused();
      first.trainer.handle({ kind: 'oneStep', run: 'a' });
      await rest;
      files.push(await saved(first, 'a'));
    }
    first.trainer.handle({ kind: 'stop', run: 'a' });
    const [well, ill] = files.map((file) => readRunFile(file, shape));
    expect(well.good).toBeUndefined();
    expect(ill.good).toEqual({ weights: well.weights, optimizer: well.optimizer, snapshot: well.snapshot });
    expect(ill.weights).not.toEqual(well.weights);

    const second = makeTrainer();
    rest = second.paused();
    second.trainer.handle({ ...start, run: 'b', resume: files[1] });
    await rest;
    // Saved again before anything else, the file still holds it.
    expect(readRunFile(await saved(second, 'b'), shape).good).toEqual(ill.good);
    second.trainer.handle({ kind: 'goBack', run: 'b' });
    const back = readRunFile(await saved(second, 'b'), shape);
    second.trainer.handle({ kind: 'stop', run: 'b' });
    alarmFrom = undefined;
    expect(back.weights).toEqual(well.weights);
    expect(back.snapshot.step).toBe(2);
    expect(back.events).toContainEqual({ kind: 'restored', step: 2, to: 1 });
  });

  it('answers the Lab: attempts with verdicts, or why the task is refused', async () => {
    const { trainer, next, paused, events } = makeTrainer();
    const rest = paused();
    trainer.handle(start);
    await rest;
    let answer = next(({ kind }) => kind === 'attempted');
    trainer.handle({
      kind: 'attempt',
      run: 'a',
      request: 1,
      type: 'deduction',
      program: 'def f(a):\n    b = a[1:]\n    return b',
      inputs: ['[1, 2, 3]'],
      attempts: 3,
    });
    expect(await answer).toMatchObject({ rollouts: ['lab.1.0', 'lab.1.1', 'lab.1.2'] });
    expect(events().filter((event) => event.kind === 'rollout' && event.purpose === 'lab')).toHaveLength(3);
    answer = next(({ kind }) => kind === 'attempted');
    trainer.handle({
      kind: 'attempt',
      run: 'a',
      request: 2,
      type: 'deduction',
      program: 'def f(a):\n    while True: pass',
      inputs: ['1'],
      attempts: 3,
    });
    expect(await answer).toMatchObject({ rollouts: [], refused: expect.stringContaining('step budget') });
    trainer.handle({ kind: 'stop', run: 'a' });
  });

  it('says before it begins how much memory the run needs, and refuses one that does not fit the machine', async () => {
    const { trainer, reports, next, paused } = makeTrainer();
    let rest = paused();
    trainer.handle(start);
    await rest;
    expect(reports).toContainEqual(
      expect.objectContaining({ state: 'preparing', sentence: expect.stringMatching(/^The model needs up to \d+ MB/) }),
    );
    const memory = vi.spyOn(process.getBuiltinModule('node:os'), 'totalmem').mockReturnValue(2 ** 28);
    rest = next(({ kind }) => kind === 'failed');
    trainer.handle({ ...start, run: 'b', config: { ...config, modelSize: 'huge', prior: 0 }, base: 'random' });
    expect(await rest).toMatchObject({
      sentence: expect.stringMatching(/this machine tells of 256 MB.*smaller model/),
    });
    memory.mockRestore();
  });

  it('takes a step with a context that many prompts do not fit, with either update', async () => {
    for (const update of ['verifiedLikelihood', 'policyGradient'] as const) {
      const { trainer, reports, paused } = makeTrainer();
      let rest = paused();
      trainer.handle({ ...start, config: { ...config, context: '64', update } });
      await rest;
      rest = paused();
      trainer.handle({ kind: 'oneStep', run: 'a' });
      await rest;
      expect(reports.filter(({ kind }) => kind === 'failed')).toEqual([]);
    }
  });

  it('lets timers and commands in between steps that never wait for anything', async () => {
    const { trainer, reports, next } = makeTrainer();
    const hopeless = { ...config, prior: 0, seedTasks: 1, batch: 1, evaluationTasks: 3 };
    const paused = next((report) => report.kind === 'state' && report.state === 'paused');
    trainer.handle({ ...start, config: hopeless, base: 'random', paused: false });
    setTimeout(() => trainer.handle({ kind: 'pause', run: 'a' }), 200);
    await paused;
    expect(reports.some(({ kind }) => kind === 'events')).toBe(true);
  });

  it('says in a sentence why a run cannot begin', async () => {
    const { trainer, next } = makeTrainer();
    const failed = next(({ kind }) => kind === 'failed');
    trainer.handle({ ...start, resume: new Uint8Array([1, 2, 3]) });
    expect(await failed).toMatchObject({ sentence: expect.stringMatching(/not a run file/) });
  });
});
