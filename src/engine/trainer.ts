import { type Config, schema } from '../core/config/schema.ts';
import { HealthMonitor } from '../core/health/healthMonitor.ts';
import type { RunEvent } from '../core/runlog/events.ts';
import { RunLog } from '../core/runlog/runLog.ts';
import type { BaseFiles } from '../nn/checkpoint/checkpoint.ts';
import { configuredShape } from '../nn/configuredShape.ts';
import { type DeviceReport, probeDevice } from '../nn/device.ts';
import { DeviceLostError } from '../nn/deviceErrors.ts';
import type { LanguageModel } from '../nn/languageModel.ts';
import { yieldToEventLoop } from '../nn/yieldToEventLoop.ts';
import { attemptInLab } from './attemptInLab.ts';
import { type Checkpoint, Checkpoints, goBackTo, goOnFrom } from './checkpoints.ts';
import { testFalseSteps } from './falseSteps.ts';
import { Gate, RunStopped } from './gate.ts';
import type { Judge } from './judge/judge.ts';
import { modelZip, whichWeights } from './modelFiles.ts';
import { moveToNewDevice } from './moveToNewDevice.ts';
import { Outbox } from './outbox.ts';
import { prepareRun } from './prepareRun.ts';
import type { Command, KeptRun, Report } from './protocol.ts';
import { readRunFile, writeRunFile } from './runFile.ts';
import type { SelfPlay } from './selfplay.ts';
import { watchHealth } from './watchHealth.ts';

export interface TrainerSurroundings {
  post: (report: Report) => void;
  makeJudge: (workers: number) => Judge;
  loadShipped: (name: string) => Promise<BaseFiles | undefined>;
  build: string;
}

/** Times in a row that a device that failed is replaced before the run gives up. */
const MOST_DEVICE_LOSSES = 3;
/** What took more memory than there is most likely will again. */
const MOST_OUT_OF_MEMORY = 1;

type Start = Extract<Command, { kind: 'start' }>;

/** Runs one self-play run and answers the page's commands. Knows nothing of workers: `post` carries its reports away. */
export class Trainer {
  private readonly surroundings: TrainerSurroundings;
  private run = '';
  private gate = new Gate(false);
  private stepsLeft = Number.POSITIVE_INFINITY;
  private judge: Judge | undefined;
  private selfPlay: SelfPlay | undefined;
  private start: Start | undefined;
  private device: DeviceReport | undefined;
  private readonly checkpoints = new Checkpoints();
  private readonly health = new HealthMonitor();
  private readonly watched = watchHealth(this.health, (event) => this.emit(event));
  /** Whether the run is inside a step, and what is to be done when that ends. */
  private inStep = false;
  private backWanted = false;
  private readonly waiting: (() => void)[] = [];
  /** The last step that has ended. */
  private finished = 0;
  private readonly recorder = new RunLog();
  private readonly outbox = new Outbox((events) => this.surroundings.post({ kind: 'events', run: this.run, events }));

  constructor(surroundings: TrainerSurroundings) {
    this.surroundings = surroundings;
  }

  /** Obeys a command. Those of another run are dropped. */
  handle(command: Command): void {
    if (command.kind === 'start') {
      this.run = command.run;
      this.start = command;
      this.gate = new Gate(!command.paused);
      this.gate.onRest = () => this.state('paused', `Paused in step ${this.selfPlay?.state.step ?? 0}.`);
      void this.live(command).catch((error: unknown) => this.fail(error));
      return;
    }
    if (command.run !== this.run) return;
    switch (command.kind) {
      case 'pause':
        this.gate.pause();
        return;
      case 'continue':
        this.stepsLeft = Number.POSITIVE_INFINITY;
        this.goOn();
        return;
      case 'oneStep':
        this.stepsLeft = 1;
        this.goOn();
        return;
      case 'goBack':
        this.gate.between(() => this.goBack());
        return;
      case 'configure':
        if (this.selfPlay) this.selfPlay.config = { ...this.selfPlay.config, ...changeableNow(command.changes) };
        return;
      case 'save':
        this.answerAfterStep(command, () => this.save(command.request));
        return;
      case 'export':
        this.answerAfterStep(command, () => this.exportModel(command.request));
        return;
      case 'attempt':
        this.answer(command, () => this.attempt(command));
        return;
      case 'plant':
        this.answer(command, () => this.plant(command));
        return;
      case 'seen':
        this.outbox.backlog.read();
        return;
      case 'stop':
        this.gate.stop();
        this.outbox.backlog.release();
        return;
      default:
        command satisfies never;
    }
  }

  private goOn(): void {
    this.state('running', 'Training.');
    this.gate.resume();
  }

  /** Does what was asked for between two phases. Whatever goes wrong is told to who asked; the run itself minds only the loss of its device. */
  private answer({ request }: Extract<Command, { request: number }>, work: () => Promise<void>): void {
    this.gate.between(async () => {
      try {
        await work();
      } catch (error) {
        const sentence = error instanceof Error ? error.message : String(error);
        this.surroundings.post({ kind: 'refused', run: this.run, request, sentence });
        if (error instanceof DeviceLostError) throw error;
      }
    });
  }

  /** The same with the newest checkpoint being that of the last step: at once between steps, else when the step ends. */
  private answerAfterStep(command: Extract<Command, { request: number }>, work: () => void): void {
    this.answer(command, async () => {
      const { selfPlay, checkpoints } = this;
      if (!selfPlay || !checkpoints.latest)
        throw new Error('There is nothing to save before step 0 has ended. Try again when training has begun.');
      if (this.inStep) {
        this.waiting.push(() => this.answerAfterStep(command, work));
        return;
      }
      await checkpoints.current(selfPlay, this.isWell);
      work();
    });
  }

  private async live(start: Start): Promise<void> {
    this.state('preparing', 'Looking at the device.');
    this.device = await probeDevice(start.config.backend);
    this.judge = this.surroundings.makeJudge(start.config.judgeWorkers);
    const resumed = start.resume ? readRunFile(start.resume, configuredShape(start.config)) : undefined;
    const { selfPlay } = await prepareRun({
      preset: start.preset,
      config: start.config,
      base: start.base,
      build: this.surroundings.build,
      device: this.device,
      judge: this.judge,
      loadShipped: this.surroundings.loadShipped,
      given: resumed && { weights: resumed.weights, name: 'the weights of an opened run' },
      emit: this.watched,
      onModel: (model) => this.reportDevice(model),
      // While there is no model yet, what is asked of it waits.
      breathe: async () => (this.selfPlay ? this.gate.pass() : this.gate.check()),
      tell: (sentence) => this.state('preparing', sentence),
    });
    this.selfPlay = selfPlay;
    this.state('running', 'Step 0: held-out questions, then the first tasks.');
    if (resumed) {
      await goOnFrom(selfPlay, resumed);
      for (const event of resumed.events) {
        this.emit(event);
        this.health.append(event);
      }
      this.finished = resumed.snapshot.step;
      this.checkpoints.good = resumed.good;
      if (resumed.problem)
        this.emit({ kind: 'notice', step: resumed.snapshot.step, level: 'warning', text: resumed.problem });
    } else {
      await selfPlay.seed();
    }
    await this.checkpoints.keep(selfPlay, this.isWell);
    if (this.gate.isOpen) this.state('running', 'Training.');
    await this.loop(selfPlay);
  }

  private async loop(selfPlay: SelfPlay): Promise<void> {
    let losses = 0;
    for (;;) {
      // Steps of a tiny model may never wait for anything: without this no timer fires, no event is posted and no command is read.
      await yieldToEventLoop();
      await this.outbox.backlog.room();
      try {
        await this.doWhatWaited();
        await this.gate.breathe();
        this.inStep = true;
        await selfPlay.takeStep();
        this.inStep = false;
        this.finished = selfPlay.state.step;
        await this.checkpoints.keepIfDue(selfPlay, this.isWell);
        losses = 0;
      } catch (error) {
        this.inStep = false;
        if (!(error instanceof DeviceLostError)) throw error;
        if (++losses > (error.isOutOfMemory ? MOST_OUT_OF_MEMORY : MOST_DEVICE_LOSSES)) throw error;
        await this.recover(error);
        continue;
      }
      if (--this.stepsLeft <= 0) this.gate.pause();
    }
  }

  /** What was asked for inside a step, and had to wait for its end. */
  private async doWhatWaited(): Promise<void> {
    if (this.backWanted) await this.goBack();
    for (const answer of this.waiting.splice(0)) answer();
  }

  private get isWell(): boolean {
    return this.health.alarms.length === 0;
  }

  /** Back to the newest checkpoint that was taken without an alarm: at once between steps, else when the step ends. */
  private async goBack(): Promise<void> {
    const { selfPlay, checkpoints } = this;
    // Until it is done: a device that is lost meanwhile is replaced first.
    this.backWanted = selfPlay !== undefined;
    if (!selfPlay || this.inStep) return;
    const { step } = selfPlay.state;
    if (!checkpoints.good) {
      const text =
        'There is no checkpoint without an alarm: this run was opened with an alarm, from a file that holds none.';
      this.emit({ kind: 'notice', step, level: 'warning', text });
      this.backWanted = false;
      return;
    }
    await goBackTo(selfPlay, checkpoints.good);
    const to = checkpoints.good.snapshot.step;
    this.watched({ kind: 'restored', step, to });
    const text = `After step ${step} the run went back to its last good checkpoint: model, optimiser and buffers are as after step ${to}.`;
    this.emit({ kind: 'notice', step, level: 'info', text });
    this.backWanted = false;
    await checkpoints.keep(selfPlay, this.isWell);
  }

  /** A new device, with everything as after the last finished step. @throws `error` where that was not kept, or there is no other device */
  private async recover(error: DeviceLostError): Promise<void> {
    const { selfPlay, start } = this;
    const checkpoint = this.checkpoints.latest;
    const step = this.finished;
    if (!selfPlay || !start || checkpoint?.snapshot.step !== step) throw error;
    const goesOn = `A new device is set up; the run goes on from step ${step}.`;
    this.emit({ kind: 'notice', step, level: 'warning', text: `${error.message} ${goesOn}` });
    this.state('preparing', goesOn);
    const tell = (sentence: string) => this.state('preparing', sentence);
    this.device = await moveToNewDevice(selfPlay, checkpoint, start.config, tell).catch(() => {
      throw error;
    });
    this.reportDevice(selfPlay.model);
    if (this.gate.isOpen) this.state('running', 'Training.');
  }

  /** The run as at its newest checkpoint, with weights. */
  private kept(): KeptRun | undefined {
    const { selfPlay, recorder } = this;
    const { latest, good } = this.checkpoints;
    if (!latest || !selfPlay) return undefined;
    const { step } = latest.snapshot;
    // Steps after it are taken again: they are not in its log.
    const events = recorder.events(step < this.finished ? step : undefined);
    return { step, file: writeRunFile({ events, ...latest, good, shape: selfPlay.model.shape }) };
  }

  private save(request: number): void {
    this.surroundings.post({ kind: 'saved', run: this.run, request, ...(this.kept() as KeptRun) });
  }

  private exportModel(request: number): void {
    const { model, config } = this.ready().selfPlay;
    const { weights, average, snapshot } = this.checkpoints.latest as Checkpoint;
    const { step, tokens } = snapshot;
    const about = { step, averaged: average !== undefined };
    const zip = modelZip({
      ...about,
      shape: model.shape,
      weights: average ?? weights,
      language: config.language,
      preset: (this.start as Start).preset,
      seed: config.seed,
      tokens: tokens.sampled + tokens.trained,
    });
    this.surroundings.post({ kind: 'exported', run: this.run, request, zip, weights: whichWeights(about) });
  }

  private async attempt(asked: Extract<Command, { kind: 'attempt' }>): Promise<void> {
    const { run, selfPlay, judge } = this.ready();
    const answer = await selfPlay.withAverage(() => attemptInLab(selfPlay, judge, asked, (event) => this.emit(event)));
    this.outbox.flush();
    this.surroundings.post({ kind: 'attempted', run, request: asked.request, ...answer });
  }

  /** A causal test of a chain of thought; nothing of it enters the run. */
  private async plant({ request, chain }: Extract<Command, { kind: 'plant' }>): Promise<void> {
    const { selfPlay, judge } = this.ready();
    const { model, config, state } = selfPlay;
    const { seed, fuel } = config;
    const [test] = await selfPlay.withAverage(() =>
      testFalseSteps(model, judge, [chain], { seed, fuel, item: request * 64 }),
    );
    this.surroundings.post({ kind: 'planted', run: this.run, request, step: state.step, test });
  }

  private ready() {
    const { run, selfPlay, judge } = this;
    if (!selfPlay || !judge) throw new Error('The run is not ready yet. Try again when training has begun.');
    return { run, selfPlay, judge };
  }

  private reportDevice({ backend, engine }: LanguageModel): void {
    const { adapter, reasons } = this.device as DeviceReport;
    this.surroundings.post({
      kind: 'device',
      run: this.run,
      backend,
      engine,
      adapter: adapter ?? 'no graphics adapter',
      sentences: reasons,
    });
  }

  private state(state: Extract<Report, { kind: 'state' }>['state'], sentence: string): void {
    this.outbox.flush();
    this.surroundings.post({ kind: 'state', run: this.run, state, sentence });
  }

  private emit(event: RunEvent): void {
    if (event.kind === 'warmup' && event.update === 1) this.state('warmup', 'Warming up on random programs.');
    this.recorder.append(event);
    this.outbox.add(event);
  }

  private fail(error: unknown): void {
    this.judge?.dispose();
    this.selfPlay?.model.dispose();
    this.outbox.flush();
    if (error instanceof RunStopped) return;
    const sentence = error instanceof Error ? error.message : String(error);
    // A new worker has no more memory than this one.
    const lost = error instanceof DeviceLostError && !error.isOutOfMemory ? { lost: true as const } : {};
    let kept: KeptRun | undefined;
    try {
      kept = this.kept();
    } catch {
      // No memory is left to write it in. The page has it as it last was autosaved, and must hear of the failure all the same.
    }
    this.surroundings.post({ kind: 'failed', run: this.run, sentence, ...lost, kept });
  }
}

/** The part of the changes that works in a running run. */
function changeableNow(changes: Partial<Config>): Partial<Config> {
  return Object.fromEntries(Object.entries(changes).filter(([key]) => schema[key as keyof Config].applies === 'now'));
}
