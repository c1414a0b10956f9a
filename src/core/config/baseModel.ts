import { type Config, schema } from './schema.ts';

/** Where the first weights come from: the shipped checkpoint, a warm-up where the run is, or random weights. */
export type BaseModel = 'shipped' | 'warmup' | 'random';

/** Settings that tell one base checkpoint from another. */
type BaseSettings = Pick<Config, 'language' | 'modelSize' | 'recencyBias'>;

/** Languages and models that a checkpoint ships for. */
export const shippedBases: readonly BaseSettings[] = [
  { language: 'lists', modelSize: 'nano', recencyBias: false },
  { language: 'lists', modelSize: 'small', recencyBias: false },
  { language: 'lists', modelSize: 'small', recencyBias: true },
  { language: 'numbers', modelSize: 'small', recencyBias: false },
  { language: 'text', modelSize: 'small', recencyBias: false },
];

/**
 * Where a run with these settings takes its first weights from. A shipped checkpoint stands for a full warm-up at the default
 * settings; any other amount of prior knowledge has to be made where the run is.
 */
export function chooseBase(config: Config): BaseModel {
  if (config.prior === 0) return 'random';
  const full = config.prior === schema.prior.default && config.warmupTokens === schema.warmupTokens.default;
  const shipped = shippedBases.some(
    ({ language, modelSize, recencyBias }) =>
      language === config.language && modelSize === config.modelSize && recencyBias === config.recencyBias,
  );
  return full && shipped ? 'shipped' : 'warmup';
}

/**
 * The settings with the recency bias off where a base ships without it and none with it. Who chooses another language or model size then begins
 * with what ships for it, and not with a warm-up that nobody asked for.
 */
export function withShippedBase(config: Config): Config {
  const without = { ...config, recencyBias: false };
  return chooseBase(config) === 'warmup' && chooseBase(without) === 'shipped' ? without : config;
}

/** The base model in words. */
export const baseNames: Record<BaseModel, string> = {
  shipped: 'the shipped base checkpoint',
  warmup: 'a warm-up in this tab',
  random: 'random weights, no prior knowledge',
};

/** Folder of a shipped checkpoint below `public/checkpoints/`. */
export function checkpointName({ language, modelSize, recencyBias }: BaseSettings): string {
  return `${language}-${modelSize}${recencyBias ? '-recency' : ''}`;
}
