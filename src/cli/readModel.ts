import { readFileSync } from 'node:fs';
import { type Config, defaultConfig } from '../core/config/schema.ts';
import { readAzrun } from '../core/runlog/azrun/readAzrun.ts';
import { vocabularySize } from '../core/tasks/tokenizer.ts';
import { importCheckpoint, shapeOfConfig, weightsFromSafetensors } from '../nn/checkpoint/checkpoint.ts';
import { configuredShape } from '../nn/configuredShape.ts';
import { MODEL_SIZES, type ModelShape, modelShape, parameterCount } from '../nn/modelShape.ts';
import { checkpointLanguage, readCheckpointFolder } from './checkpointFolder.ts';

/** Weights with what they know. */
export interface ReadModel {
  weights: Float32Array;
  shape: ModelShape;
  /** The language that they were warmed up and trained in. */
  language: Config['language'];
  /** The self-play that they come from; absent for a checkpoint folder. */
  run?: { preset: string; seed: number; step: number; tokens: number; averaged: boolean };
}

/** A model from a checkpoint folder or a run file with weights, the averaged ones where it has them. @throws Error with a sentence when it cannot be read */
export function readModel(path: string): ReadModel {
  if (!path.endsWith('.azrun')) {
    const files = readCheckpointFolder(path);
    const shape = shapeOfConfig(files['config.json']);
    return { weights: importCheckpoint(shape, files), shape, language: checkpointLanguage(path) };
  }
  const { file: run, problems } = readAzrun(new Uint8Array(readFileSync(path)));
  const average = run?.extras.get('average.safetensors');
  const bytes = average ?? run?.extras.get('weights.safetensors');
  if (!run || !bytes) throw new Error(`${path} holds no weights. ${problems.join(' ')}`);
  const sizes = Object.keys(MODEL_SIZES) as (keyof typeof MODEL_SIZES)[];
  const size = sizes.find((name) => parameterCount(modelShape(name, vocabularySize)) === run.manifest.parameters);
  if (!size)
    throw new Error(
      `${path} is of a model with ${run.manifest.parameters} parameters, which is none of this program's sizes.`,
    );
  const started = run.events.find((event) => event.kind === 'run');
  const { context, recencyBias } = { ...defaultConfig(), ...started?.config };
  const shape = configuredShape({ modelSize: size, context, recencyBias });
  const weights = weightsFromSafetensors(shape, bytes);
  const language = started?.config.language ?? defaultConfig().language;
  const last = run.events.findLast((event) => event.kind === 'step');
  const { sampled, trained } = last?.tokens ?? { sampled: 0, trained: 0 };
  const { preset, seed } = run.manifest;
  const about = { preset, seed, step: last?.step ?? 0, tokens: sampled + trained, averaged: average !== undefined };
  return { weights, shape, language, run: about };
}
