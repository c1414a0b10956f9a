import { type Config, schema } from '../core/config/schema.ts';
import type { BaseModel } from '../engine/protocol.ts';

/**
 * Where a run with these settings takes its first weights from. The shipped checkpoint stands for a full warm-up at the default
 * settings; any other amount of prior knowledge has to be made here.
 */
export function chooseBase(config: Config): BaseModel {
  if (config.prior === 0) return 'random';
  const asShipped = (['modelSize', 'language', 'prior', 'warmupTokens'] as const).every(
    (key) => config[key] === schema[key].default,
  );
  return asShipped ? 'shipped' : 'warmup';
}

/** The base model in words. */
export const baseNames: Record<BaseModel, string> = {
  shipped: 'the shipped base checkpoint',
  warmup: 'a warm-up in this tab',
  random: 'random weights, no prior knowledge',
};
