import { type BaseModel, baseNames, checkpointName } from '../core/config/baseModel.ts';
import type { Config } from '../core/config/schema.ts';
import { runRequest } from '../core/python/run.ts';
import type { RunEvent, RunStarted } from '../core/runlog/events.ts';
import { heldOutTasks } from '../core/tasks/heldOut.ts';
import { findLanguage } from '../core/tasks/language.ts';
import { type BaseFiles, importCheckpoint } from '../nn/checkpoint/checkpoint.ts';
import { configuredShape } from '../nn/configuredShape.ts';
import { createModel } from '../nn/createModel.ts';
import type { DeviceReport } from '../nn/device.ts';
import { initialWeights } from '../nn/initialWeights.ts';
import type { LanguageModel } from '../nn/languageModel.ts';
import { parameterCount } from '../nn/modelShape.ts';
import type { Judge } from './judge/judge.ts';
import { runMemory } from './runMemory.ts';
import { SelfPlay } from './selfplay.ts';
import { warmUp } from './warmup.ts';

export interface RunPreparation {
  preset: string;
  config: Config;
  base: BaseModel;
  /** Build of the program, for the log. */
  build: string;
  device: DeviceReport;
  judge: Judge;
  /** A shipped checkpoint by name, or undefined when there is none. */
  loadShipped: (name: string) => Promise<BaseFiles | undefined>;
  /** Weights to begin with instead of the base, with their name: an opened checkpoint or the file of a run. */
  given?: { weights: Float32Array; name: string };
  emit: (event: RunEvent) => void;
  /** Called when the model is on its device, before any warm-up. */
  onModel: (model: LanguageModel) => void;
  breathe: () => Promise<void>;
  /** Gets sentences on what is done before the run can begin. */
  tell: (sentence: string) => void;
}

/** Share of error tasks in a whole warm-up of a run that has the type. */
const ERRORS_OF_WARMUP = 0.2;
/** What a shipped base, which has never seen error tasks, is taught of them (help of the setting `error`). */
const ERROR_LESSON = { tokens: 1.5e6, errors: 0.5, learningRate: 1e-3 };

export interface PreparedRun {
  selfPlay: SelfPlay;
  model: LanguageModel;
}

/**
 * Makes a run ready for step 0: base weights (given, shipped, warmed up here or random), model, held-out tasks.
 * @throws Error with a sentence when the base cannot be had or the memory is not enough.
 */
export async function prepareRun(preparation: RunPreparation): Promise<PreparedRun> {
  const { config, base, judge, emit, breathe, device, tell } = preparation;
  const language = findLanguage(config.language);
  const shape = configuredShape(config);
  tell(runMemory(config, device));
  const { weights, name } = preparation.given ?? (await baseWeights(preparation));
  const { engine, pace } = config;
  const model = await createModel({ shape, weights, backend: device.backend, engine, pace, tell });
  preparation.onModel(model);
  emit(runStarted(preparation, model, name));
  const warmup = preparation.given ? undefined : warmupOf(base, config);
  if (warmup) {
    await warmUp(model, {
      ...warmup,
      language,
      seed: config.seed,
      inductionInputs: config.inductionInputs,
      run: runRequest,
      onProgress: emit,
      breathe,
    });
  }
  const heldOut = heldOutTasks(
    language,
    config.evaluationSet,
    config.evaluationTasks,
    config.inductionInputs,
    runRequest,
    config.error,
  );
  return { model, selfPlay: new SelfPlay(model, config, { judge, language, heldOut, emit, breathe }) };
}

/** What is learnt before self-play, from the base weights on; nothing where the shipped checkpoint or random weights are to begin with. */
function warmupOf(base: BaseModel, { prior, warmupTokens, error }: Config) {
  if (base === 'warmup') return { tokens: prior * warmupTokens * 1e6, errors: error ? ERRORS_OF_WARMUP : 0 };
  return base === 'shipped' && error ? ERROR_LESSON : undefined;
}

async function baseWeights({
  config,
  base,
  loadShipped,
}: RunPreparation): Promise<{ weights: Float32Array; name: string }> {
  const shape = configuredShape(config);
  if (base !== 'shipped') return { weights: initialWeights(shape, config.seed), name: baseNames[base] };
  const name = checkpointName(config);
  const files = await loadShipped(name);
  if (!files)
    throw new Error(
      `The shipped base checkpoint "${name}" could not be loaded. Warm up here instead, or load the page again.`,
    );
  return { weights: importCheckpoint(shape, files), name: baseNames.shipped };
}

function runStarted({ preset, config, build, device }: RunPreparation, model: LanguageModel, base: string): RunStarted {
  const { backend, engine, shape } = model;
  const warmupDepth = config.prior > 0 ? findLanguage(config.language).warmupDepth : 0;
  const adapter = backend === 'webgpu' ? (device.adapter ?? 'unnamed adapter') : 'CPU';
  return {
    kind: 'run',
    preset,
    config,
    build,
    backend,
    engine,
    adapter,
    parameters: parameterCount(shape),
    base,
    warmupDepth,
  };
}
