import { chooseBase } from '../../core/config/baseModel.ts';
import { type Config, defaultConfig } from '../../core/config/schema.ts';
import { createJudgePool } from '../../engine/judge/judgePool.ts';
import { prepareRun } from '../../engine/prepareRun.ts';
import { createModel } from '../../nn/createModel.ts';
import { probeDevice } from '../../nn/device.ts';
import { initialWeights } from '../../nn/initialWeights.ts';
import type { EngineName, LanguageModel, TrainingBatch } from '../../nn/languageModel.ts';
import { modelShape, parameterCount } from '../../nn/modelShape.ts';
import { readShippedCheckpoint } from '../checkpointFolder.ts';
import { countMemory, growth, type MemoryCount } from './memoryCount.ts';

export interface EngineSoakOptions {
  /** Optimiser updates of each execution, and steps of self-play. */
  updates: number;
  steps: number;
  say: (text: string) => void;
}

const VOCABULARY = 300;
const [SEQUENCES, LENGTH] = [8, 24];
/** Updates after which a few sequences are sampled, as self-play does between updates. */
const SAMPLE_EVERY = 20;

/**
 * Memory stays flat on the wasm backend: between a tenth and the end of many updates of either execution, and of steps of self-play.
 * True when nothing grew.
 */
export async function soakEngine({ updates, steps, say }: EngineSoakOptions): Promise<boolean> {
  let flat = true;
  for (const engine of ['fused', 'plain'] as const) {
    const [before, after] = await soakUpdates(engine, updates);
    flat = report(`engine ${engine}: ${updates} updates`, before, after, say) && flat;
  }
  const [before, after] = await soakSteps(steps);
  return report(`engine fused: ${steps} steps of self-play`, before, after, say) && flat;
}

function report(what: string, before: MemoryCount, after: MemoryCount, say: (text: string) => void): boolean {
  const grown = growth(before, after);
  const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(2);
  const told = (count: MemoryCount): string =>
    `heap ${megabytes(count.heap)} MB, outside it ${megabytes(count.external)} MB, ${count.tensors} tensors of ${count.tensorBytes} bytes`;
  say(`${what}: at a tenth ${told(before)}; at the end ${told(after)}\n`);
  for (const sentence of grown) say(`${what}: grew: ${sentence}\n`);
  return grown.length === 0;
}

async function soakUpdates(engine: EngineName, updates: number): Promise<[MemoryCount, MemoryCount]> {
  const shape = modelShape('nano', VOCABULARY);
  const model = await createModel({ shape, weights: initialWeights(shape, 1), backend: 'wasm', engine });
  let early: MemoryCount | undefined;
  for (let update = 1; update <= updates; update++) {
    const { loss } = await model.update(batch(update), {
      learningRate: 1e-4,
      weightDecay: 0.01,
      clipNorm: 1,
      entropyBonus: 0.001,
    });
    if (!Number.isFinite(loss)) throw new Error(`The loss of update ${update} is ${loss}.`);
    if (update % SAMPLE_EVERY === 0) await drawSome(model, update);
    if (update === Math.ceil(updates / 10)) early = await countMemory();
  }
  const late = await countMemory();
  model.dispose();
  return [early as MemoryCount, late];
}

/** Tokens change from update to update and lengths do not, since other lengths need other buffers. */
function batch(update: number): TrainingBatch {
  const total = SEQUENCES * LENGTH;
  const inside = (i: number): number => i % LENGTH;
  return {
    tokens: Int32Array.from({ length: total }, (_, i) => (i * 7919 + update * 31) % VOCABULARY),
    positions: Int32Array.from({ length: total }, (_, i) => inside(i)),
    starts: Int32Array.from({ length: SEQUENCES + 1 }, (_, s) => s * LENGTH),
    weights: Float32Array.from({ length: total }, (_, i) => (inside(i) < LENGTH / 3 ? 0 : 1 / total)),
  };
}

async function drawSome(model: LanguageModel, update: number): Promise<void> {
  const requests = [1, 2, 3, 4].map((item) => ({ prompt: Int32Array.of(5, item), maxTokens: 8, endToken: -1, item }));
  await model.sample(requests, { key: [update, 0], temperature: 1 });
}

/**
 * Steps of a small run. What a run means to keep (tasks, positives, distinct programs) grows with it: before the last count its state
 * is set back to what it was at the first, so that what still grew is what nobody meant to keep.
 */
async function soakSteps(steps: number): Promise<[MemoryCount, MemoryCount]> {
  const config: Config = {
    ...defaultConfig(),
    modelSize: 'nano',
    backend: 'wasm',
    batch: 6,
    rollouts: 4,
    seedTasks: 8,
  };
  Object.assign(config, { updateSequences: 24, evaluationTasks: 9, evaluateEvery: 0 });
  const judge = createJudgePool(0);
  const { selfPlay, model } = await prepareRun({
    preset: 'default.1',
    config,
    base: chooseBase(config),
    build: 'soak',
    device: await probeDevice('wasm'),
    judge,
    loadShipped: readShippedCheckpoint,
    emit: () => {},
    onModel: () => {},
    breathe: async () => {},
    tell: () => {},
  });
  await selfPlay.seed();
  let early: MemoryCount | undefined;
  let snapshot = selfPlay.state.snapshot();
  for (let step = 1; step <= steps; step++) {
    await selfPlay.takeStep();
    if (step !== Math.ceil(steps / 10)) continue;
    snapshot = selfPlay.state.snapshot();
    early = await countMemory();
  }
  selfPlay.state.restore(snapshot);
  const late = await countMemory();
  if (parameterCount(model.shape) > 20_000)
    throw new Error('This test is meant for a model of at most 20,000 parameters.');
  model.dispose();
  judge.dispose();
  return [early as MemoryCount, late];
}
