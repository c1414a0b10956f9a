import { writeFileSync } from 'node:fs';
import { chooseBase } from '../core/config/baseModel.ts';
import type { Config } from '../core/config/schema.ts';
import { HealthMonitor } from '../core/health/healthMonitor.ts';
import type { RunEnded, RunEvent } from '../core/runlog/events.ts';
import { RunLog } from '../core/runlog/runLog.ts';
import { type RunSummary, SummaryBuilder } from '../core/runlog/summary.ts';
import { Checkpoints, goOnFrom } from '../engine/checkpoints.ts';
import { createJudgePool } from '../engine/judge/judgePool.ts';
import { prepareRun } from '../engine/prepareRun.ts';
import { writeRunFile } from '../engine/runFile.ts';
import type { SelfPlay } from '../engine/selfplay.ts';
import { watchHealth } from '../engine/watchHealth.ts';
import { configuredShape } from '../nn/configuredShape.ts';
import { probeDevice } from '../nn/device.ts';
import { buildName } from './buildName.ts';
import { readCheckpointFolder, readShippedCheckpoint, readWeights } from './checkpointFolder.ts';
import { keepRun, readKeptRun } from './keptRun.ts';

export interface HeadlessLimits {
  steps?: number;
  tokens?: number;
  minutes?: number;
}

export interface HeadlessOptions {
  limits: HeadlessLimits;
  /** Folder of a checkpoint to begin with. */
  checkpoint?: string;
  /** Where the run is written. */
  out?: string;
  /** Where it is kept while it goes on, every so many minutes, and gone on with where it was interrupted. */
  keep?: { path: string; minutes: number };
  progress: (text: string) => void;
}

/**
 * Runs self-play until the first of the limits is reached, at a step boundary; evaluates at start and end. A run that was kept and interrupted goes
 * on to the same end.
 */
export async function runHeadless(
  { preset, config }: { preset: string; config: Config },
  options: HeadlessOptions,
): Promise<RunSummary> {
  const { limits, progress } = options;
  const tell = (sentence: string) => progress(`${sentence}\n`);
  const summary = new SummaryBuilder();
  const recorder = new RunLog();
  const emit = (event: RunEvent) => {
    summary.append(event);
    recorder.append(event);
    const line = progressLine(event);
    if (line) progress(line);
  };
  const build = buildName();
  // The policy that a divergence is measured from, the base, is in no file.
  const keep = config.klCoefficient > 0 ? undefined : options.keep;
  const resumed = keep && readKeptRun(keep.path, configuredShape(config), build, tell);
  const started = performance.now() - 1000 * (resumed?.snapshot.seconds ?? 0);
  const device = await probeDevice(config.backend);
  for (const sentence of device.reasons) tell(sentence);
  const judge = createJudgePool(config.judgeWorkers);
  const health = new HealthMonitor();
  const checkpoints = new Checkpoints();
  const watched = watchHealth(health, emit);
  // Of a run that goes on the first events are in its file: what its preparation says is not heard.
  let isHeard = resumed === undefined;
  try {
    const { selfPlay, model } = await prepareRun({
      preset,
      config,
      base: chooseBase(config),
      build,
      device,
      judge,
      loadShipped: readShippedCheckpoint,
      given: resumed ? { weights: resumed.weights, name: keep.path } : weightsOf(options.checkpoint, config),
      emit: (event) => {
        if (isHeard) watched(event);
      },
      onModel: () => {},
      breathe: async () => {},
      tell,
    });
    const isWell = () => health.alarms.length === 0;
    const contents = async () => {
      const { latest, good } = await checkpoints.current(selfPlay, isWell());
      return { events: recorder.events(), ...latest, good, shape: model.shape };
    };
    let kept = performance.now();
    const keepIfDue = async () => {
      if (options.out) await checkpoints.keepIfDue(selfPlay, isWell());
      if (!keep || performance.now() - kept < 60_000 * keep.minutes) return;
      keepRun(keep.path, await contents());
      kept = performance.now();
    };
    if (resumed) {
      await goOnFrom(selfPlay, resumed);
      for (const event of resumed.events) {
        summary.append(event);
        recorder.append(event);
        health.append(event);
      }
      checkpoints.good = resumed.good;
      tell(`It was interrupted, and goes on after step ${selfPlay.state.step} (${keep.path}).`);
    } else {
      await selfPlay.seed();
    }
    isHeard = true;
    await keepIfDue();
    let stopped = reachedLimit(selfPlay, limits, started);
    while (!stopped) {
      await selfPlay.takeStep();
      await keepIfDue();
      stopped = reachedLimit(selfPlay, limits, started);
    }
    const { step } = selfPlay.state;
    const isEvaluated = step === 0 || (config.evaluateEvery > 0 && step % config.evaluateEvery === 0);
    if (!isEvaluated) await selfPlay.evaluate();
    emit({ kind: 'ended', step, reason: stopped });
    if (options.out) writeFileSync(options.out, writeRunFile(await contents()));
    model.dispose();
    return summary.summary(stopped);
  } finally {
    judge.dispose();
  }
}

/** The weights of a checkpoint folder, with its name. */
function weightsOf(checkpoint: string | undefined, config: Config) {
  if (checkpoint === undefined) return undefined;
  return { weights: readWeights(readCheckpointFolder(checkpoint), config), name: checkpoint };
}

function reachedLimit(
  { state }: SelfPlay,
  { steps, tokens, minutes }: HeadlessLimits,
  started: number,
): RunEnded['reason'] | undefined {
  if (steps !== undefined && state.step >= steps) return 'steps';
  if (tokens !== undefined && state.tokens.sampled + state.tokens.trained >= tokens) return 'tokens';
  if (minutes !== undefined && (performance.now() - started) / 60_000 >= minutes) return 'minutes';
  return undefined;
}

/** What a person reads on stderr while a run goes on. */
function progressLine(event: RunEvent): string | undefined {
  switch (event.kind) {
    case 'warmup':
      return event.update % 50 === 0
        ? `warm-up ${event.update}/${event.updates}: loss ${event.loss.toFixed(3)}, ${(event.tokens / event.seconds).toFixed(0)} tokens/s\n`
        : undefined;
    case 'evaluation':
      return `step ${event.step}: held-out ${Object.entries(event.types)
        .map(
          ([type, depths]) =>
            `${type} ${Object.values(depths)
              .map(({ n, correct }) => (correct / n).toFixed(2))
              .join(' ')}`,
        )
        .join(' | ')}\n`;
    case 'step': {
      const { step, seconds, tokens, series } = event;
      const shown = ['deduction', 'abduction', 'induction'].map(
        (type) =>
          `${type.slice(0, 3)} s ${(series[`solveRate.${type}`] ?? Number.NaN).toFixed(2)} frontier ${series[`frontier.${type}`]}`,
      );
      const speed = (tokens.sampled + tokens.trained) / Math.max(seconds, 1e-9);
      return `step ${step}: ${shown.join(', ')}, ${seconds.toFixed(1)} s, ${speed.toFixed(0)} tokens/s\n`;
    }
    case 'notice':
      return `${event.text}\n`;
    default:
      return undefined;
  }
}
