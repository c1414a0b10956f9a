import { readFileSync, writeFileSync } from 'node:fs';
import { chooseBase } from '../core/config/baseModel.ts';
import type { Config } from '../core/config/schema.ts';
import { HealthMonitor } from '../core/health/healthMonitor.ts';
import type { RunEnded, RunEvent } from '../core/runlog/events.ts';
import { RunLog } from '../core/runlog/runLog.ts';
import { type RunSummary, SummaryBuilder } from '../core/runlog/summary.ts';
import { Checkpoints } from '../engine/checkpoints.ts';
import { createJudgePool } from '../engine/judge/judgePool.ts';
import { prepareRun } from '../engine/prepareRun.ts';
import { writeRunFile } from '../engine/runFile.ts';
import type { SelfPlay } from '../engine/selfplay.ts';
import { watchHealth } from '../engine/watchHealth.ts';
import { probeDevice } from '../nn/device.ts';
import { readCheckpointFolder, readShippedCheckpoint, readWeights } from './checkpointFolder.ts';

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
  progress: (text: string) => void;
}

/** Runs self-play until the first of the limits is reached, at a step boundary; evaluates at start and end. */
export async function runHeadless(
  { preset, config }: { preset: string; config: Config },
  options: HeadlessOptions,
): Promise<RunSummary> {
  const { limits, progress } = options;
  const summary = new SummaryBuilder();
  const recorder = new RunLog();
  const emit = (event: RunEvent) => {
    summary.append(event);
    recorder.append(event);
    const line = progressLine(event);
    if (line) progress(line);
  };
  const started = performance.now();
  const device = await probeDevice(config.backend);
  for (const sentence of device.reasons) progress(`${sentence}\n`);
  const judge = createJudgePool(config.judgeWorkers);
  const health = new HealthMonitor();
  const checkpoints = new Checkpoints();
  try {
    const { selfPlay, model } = await prepareRun({
      preset,
      config,
      base: chooseBase(config),
      build: JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version,
      device,
      judge,
      loadShipped: readShippedCheckpoint,
      given: options.checkpoint
        ? { weights: readWeights(readCheckpointFolder(options.checkpoint), config), name: options.checkpoint }
        : undefined,
      emit: watchHealth(health, emit),
      onModel: () => {},
      breathe: async () => {},
      tell: (sentence) => progress(`${sentence}\n`),
    });
    const isWell = () => health.alarms.length === 0;
    const keepIfDue = async () => {
      if (options.out) await checkpoints.keepIfDue(selfPlay, isWell());
    };
    await selfPlay.seed();
    await keepIfDue();
    let evaluated = 0;
    let stopped = reachedLimit(selfPlay, limits, started);
    while (!stopped) {
      await selfPlay.takeStep();
      await keepIfDue();
      if (config.evaluateEvery > 0 && selfPlay.state.step % config.evaluateEvery === 0) evaluated = selfPlay.state.step;
      stopped = reachedLimit(selfPlay, limits, started);
    }
    if (evaluated < selfPlay.state.step) await selfPlay.evaluate();
    emit({ kind: 'ended', step: selfPlay.state.step, reason: stopped });
    if (options.out) {
      const { latest, good } = await checkpoints.current(selfPlay, isWell());
      writeFileSync(options.out, writeRunFile({ events: recorder.events(), ...latest, good, shape: model.shape }));
    }
    model.dispose();
    return summary.summary(stopped);
  } finally {
    judge.dispose();
  }
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
