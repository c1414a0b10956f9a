import type { LanguageModel } from '../nn/languageModel.ts';

/** Asks something of the model with other weights, [parameterCount]. Its own are back in place afterwards. */
export async function withWeights<Result>(
  model: LanguageModel,
  weights: Float32Array,
  ask: () => Promise<Result>,
): Promise<Result> {
  const own = await model.getWeights();
  await model.setWeights(weights);
  try {
    return await ask();
  } finally {
    await model.setWeights(own);
  }
}
