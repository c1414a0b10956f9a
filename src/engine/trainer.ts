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
import { Backlog } from './backlog.ts';
import { Checkpoints, goBackTo } from './checkpoints.ts';
import { testFalseSteps } from './falseSteps.ts';
import { Gate, RunStopped } from './gate.ts';
import type { Judge } from './judge/judge.ts';
import { moveToNewDevice } from './moveToNewDevice.ts';
import { prepareRun } from './prepareRun.ts';
import type { Command, Report } from './protocol.ts';
import { readRunFile, writeRunFile } from './runFile.ts';
import type { SelfPlay } from './selfplay.ts';
import { watchHealth } from './watchHealth.ts';

export interface TrainerSurroundings {
  post: (report: Report) => void;
  makeJudge: (workers: number) => Judge;
  loadShipped: (name: string) => Promise<BaseFiles | undefined>;
  build: string;
}

/** Events are posted together at most this often, in milliseconds. */
const POST_INTERVAL = 60;
/** Times in a row that a lost device is replaced before the run gives up. */
const MOST_DEVICE_LOSSES = 3;

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
  /** Whether the run is inside a step, and whether it goes back when that ends. */
  private inStep = false;
  private backWanted = false;
  private readonly backlog = new Backlog();
  private readonly recorder = new RunLog();
  private queue: RunEvent[] = [];
  private flushing = false;

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
        this.gate.between(() => this.save(command.request));
        return;
      case 'attempt':
        this.gate.between(() => this.attempt(command));
        return;
      case 'plant':
        this.gate.between(() => this.plant(command));
        return;
      case 'seen':
        this.backlog.read();
        return;
      case 'stop':
        this.gate.stop();
        this.backlog.release();
        return;
      default:
        command satisfies never;
    }
  }

  private goOn(): void {
    this.state('running', 'Training.');
    this.gate.resume();
  }

  private async live(start: Start): Promise<void> {
    this.state('preparing', 'Looking at the device.');
    this.device = await probeDevice(start.config.backend);
    this.judge = this.surroundings.makeJudge(start.config.judgeWorkers);
    const resumed = start.resume ? readRunFile(start.resume, configuredShape(start.config)) : undefined;
    const { selfPlay, model } = await prepareRun({
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
      breathe: () => this.gate.pass(),
      tell: (sentence) => this.state('preparing', sentence),
    });
    this.selfPlay = selfPlay;
    this.state('running', 'Step 0: held-out questions, then the first tasks.');
    if (resumed) {
      selfPlay.state.restore(resumed.snapshot);
      await model.setOptimizer(resumed.optimizer);
      selfPlay.average.weights = resumed.average;
      for (const event of resumed.events) {
        this.emit(event);
        this.health.append(event);
      }
      this.checkpoints.good = resumed.good;
      if (resumed.problem)
        this.emit({ kind: 'notice', step: resumed.snapshot.step, level: 'warning', text: resumed.problem });
    } else {
      await selfPlay.seed();
    }
    await this.keep();
    if (this.gate.isOpen) this.state('running', 'Training.');
    await this.loop();
  }

  private async loop(): Promise<void> {
    let losses = 0;
    for (;;) {
      // Steps of a tiny model may never wait for anything: without this no timer fires, no event is posted and no command is read.
      await yieldToEventLoop();
      await this.backlog.room();
      await this.gate.breathe();
      try {
        const selfPlay = this.selfPlay as SelfPlay;
        this.inStep = true;
        await selfPlay.takeStep();
        this.inStep = false;
        await this.keep();
        if (this.backWanted) await this.goBack();
        losses = 0;
      } catch (error) {
        if (!(error instanceof DeviceLostError) || ++losses > MOST_DEVICE_LOSSES) throw error;
        await this.recover(error);
        continue;
      }
      if (--this.stepsLeft <= 0) this.gate.pause();
    }
  }

  private keep(): Promise<void> {
    return this.checkpoints.keep(this.selfPlay as SelfPlay, this.health.alarms.length === 0);
  }

  /** Back to the newest checkpoint that was taken without an alarm: at once between steps, else when the step ends. */
  private async goBack(): Promise<void> {
    this.backWanted = this.inStep;
    const { selfPlay, checkpoints } = this;
    if (!selfPlay || this.inStep) return;
    const { step } = selfPlay.state;
    if (!checkpoints.good) {
      const text =
        'There is no checkpoint without an alarm: this run was opened with an alarm, from a file that holds none.';
      this.emit({ kind: 'notice', step, level: 'warning', text });
      return;
    }
    await goBackTo(selfPlay, checkpoints.good);
    const to = checkpoints.good.snapshot.step;
    this.watched({ kind: 'restored', step, to });
    const text = `After step ${step} the run went back to its last good checkpoint: model, optimiser and buffers are as after step ${to}.`;
    this.emit({ kind: 'notice', step, level: 'info', text });
    await this.keep();
  }

  /** A new device, with everything as after the last finished step. */
  private async recover(error: DeviceLostError): Promise<void> {
    const { selfPlay, judge, start } = this;
    const checkpoint = this.checkpoints.latest;
    if (!selfPlay || !checkpoint || !judge || !start) throw error;
    const step = checkpoint.snapshot.step;
    this.emit({
      kind: 'notice',
      step,
      level: 'warning',
      text: `${error.message} A new device is set up; the run goes on from step ${step}.`,
    });
    this.inStep = false;
    this.device = await moveToNewDevice(selfPlay, checkpoint, start.config).catch(() => {
      throw error;
    });
    this.reportDevice(selfPlay.model);
  }

  /** The run as after its last finished step, with weights. */
  private file(): Uint8Array | undefined {
    const { selfPlay, recorder } = this;
    const { latest, good } = this.checkpoints;
    return latest && selfPlay
      ? writeRunFile({ events: recorder.events(), ...latest, good, shape: selfPlay.model.shape })
      : undefined;
  }

  private async save(request: number): Promise<void> {
    const file = this.file();
    if (file) this.surroundings.post({ kind: 'saved', run: this.run, request, file });
  }

  private async attempt(asked: Extract<Command, { kind: 'attempt' }>): Promise<void> {
    const { selfPlay, judge, run } = this;
    if (!selfPlay || !judge) return;
    const answer = await selfPlay.withAverage(() => attemptInLab(selfPlay, judge, asked, (event) => this.emit(event)));
    this.flush();
    this.surroundings.post({ kind: 'attempted', run, request: asked.request, ...answer });
  }

  /** A causal test of a chain of thought; nothing of it enters the run. */
  private async plant({ request, chain }: Extract<Command, { kind: 'plant' }>): Promise<void> {
    const { selfPlay, judge } = this;
    if (!selfPlay || !judge) return;
    const { model, config, state } = selfPlay;
    const { seed, fuel } = config;
    const [test] = await selfPlay.withAverage(() =>
      testFalseSteps(model, judge, [chain], { seed, fuel, item: request * 64 }),
    );
    this.surroundings.post({ kind: 'planted', run: this.run, request, step: state.step, test });
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
    this.flush();
    this.surroundings.post({ kind: 'state', run: this.run, state, sentence });
  }

  private emit(event: RunEvent): void {
    if (event.kind === 'warmup' && event.update === 1) this.state('warmup', 'Warming up on random programs.');
    this.recorder.append(event);
    this.queue.push(event);
    if (this.flushing) return;
    this.flushing = true;
    setTimeout(() => this.flush(), POST_INTERVAL);
  }

  private flush(): void {
    this.flushing = false;
    if (this.queue.length === 0) return;
    const events = this.queue;
    this.queue = [];
    this.backlog.sent();
    this.surroundings.post({ kind: 'events', run: this.run, events });
  }

  private fail(error: unknown): void {
    this.judge?.dispose();
    this.selfPlay?.model.dispose();
    this.flush();
    if (error instanceof RunStopped) return;
    const sentence = error instanceof Error ? error.message : String(error);
    const lost = error instanceof DeviceLostError ? { lost: true as const, file: this.file() } : {};
    this.surroundings.post({ kind: 'failed', run: this.run, sentence, ...lost });
  }
}

/** The part of the changes that works in a running run. */
function changeableNow(changes: Partial<Config>): Partial<Config> {
  return Object.fromEntries(Object.entries(changes).filter(([key]) => schema[key as keyof Config].applies === 'now'));
}
