import { type Config, schema } from './schema.ts';

/** Where the first weights come from: the shipped checkpoint, a warm-up where the run is, or random weights. */
export type BaseModel = 'shipped' | 'warmup' | 'random';

/** Languages and model sizes that a checkpoint ships for. */
export const shippedBases: readonly Pick<Config, 'language' | 'modelSize'>[] = [
  { language: 'lists', modelSize: 'nano' },
  { language: 'lists', modelSize: 'small' },
  { language: 'numbers', modelSize: 'small' },
  { language: 'text', modelSize: 'small' },
];

/**
 * Where a run with these settings takes its first weights from. A shipped checkpoint stands for a full warm-up at the default
 * settings; any other amount of prior knowledge has to be made where the run is.
 */
export function chooseBase(config: Config): BaseModel {
  if (config.prior === 0) return 'random';
  const full = config.prior === schema.prior.default && config.warmupTokens === schema.warmupTokens.default;
  const shipped = shippedBases.some(
    ({ language, modelSize }) => language === config.language && modelSize === config.modelSize,
  );
  return full && shipped ? 'shipped' : 'warmup';
}

/** The base model in words. */
export const baseNames: Record<BaseModel, string> = {
  shipped: 'the shipped base checkpoint',
  warmup: 'a warm-up in this tab',
  random: 'random weights, no prior knowledge',
};

/** Folder of a shipped checkpoint below `public/checkpoints/`. */
export function checkpointName({ language, modelSize }: Pick<Config, 'language' | 'modelSize'>): string {
  return `${language}-${modelSize}`;
}
