import type { Config } from '../core/config/schema.ts';
import { vocabularySize } from '../core/tasks/tokenizer.ts';
import { type ModelShape, modelShape } from './modelShape.ts';

/** The shape of the model that the settings ask for. */
export function configuredShape({
  modelSize,
  context,
  recencyBias,
}: Pick<Config, 'modelSize' | 'context' | 'recencyBias'>): ModelShape {
  return modelShape(modelSize, vocabularySize, context === 'size' ? undefined : Number(context), recencyBias);
}
