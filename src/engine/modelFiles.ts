import { strToU8, zipSync } from 'fflate';
import type { Config } from '../core/config/schema.ts';
import { endToken, specialId } from '../core/tasks/tokenizer.ts';
import { specialTokens, tokenStrings } from '../core/tasks/vocabulary.ts';
import { exportCheckpoint } from '../nn/checkpoint/checkpoint.ts';
import { type ModelShape, parameterCount } from '../nn/modelShape.ts';

/** A model that self-play has trained, and where it comes from. */
export interface TrainedModel {
  shape: ModelShape;
  weights: Float32Array;
  /** Whether these are the averaged weights of a run that averages (setting `averagedShare`). */
  averaged: boolean;
  language: Config['language'];
  preset: string;
  seed: number;
  /** The step after which it was like this. */
  step: number;
  /** Tokens sampled and trained by then. */
  tokens: number;
}

/** Ids of the vocabulary that are no text. */
export const modelTokens = { end: endToken, pad: specialId('<pad>'), special: specialTokens.map(specialId) };

/** The model as a checkpoint folder: what `transformers` loads as its stock Glm, a card, and the facts that `evaluate` reads. */
export function modelFiles(model: TrainedModel) {
  const { shape, weights, ...about } = model;
  const facts = { ...about, parameters: parameterCount(shape) };
  return {
    ...exportCheckpoint(shape, weights, tokenStrings, modelTokens),
    'README.md': card(model),
    'facts.json': `${JSON.stringify(facts)}\n`,
  };
}

/** The same files in a zip. */
export function modelZip(model: TrainedModel): Uint8Array {
  const files = Object.entries(modelFiles(model));
  return zipSync(
    Object.fromEntries(files.map(([name, file]) => [name, typeof file === 'string' ? strToU8(file) : file])),
  );
}

/** Which of a run's weights these are, in words. */
export function whichWeights({ averaged, step }: Pick<TrainedModel, 'averaged' | 'step'>): string {
  return averaged
    ? `the averaged weights after step ${step}, which answer held-out tasks in the run`
    : `the weights after step ${step}; the run averages none`;
}

function card(model: TrainedModel): string {
  const { shape, language, preset, seed, tokens } = model;
  return `# Self-play: ${preset}, seed ${seed}

- A run of Absolute Zero Playground in the language "${language}": ${tokens.toLocaleString('en')} tokens sampled and trained.
- These are ${whichWeights(model)}.
- ${parameterCount(shape).toLocaleString('en')} parameters, context ${shape.context}, 32-bit floats.

Format: Glm of Hugging Face \`transformers\` (config.json, model.safetensors, tokenizer.json). facts.json says the same for
\`npm run -s evaluate -- --checkpoint\` and \`npm run -s selfplay -- --checkpoint\`, which take this folder.
`;
}
