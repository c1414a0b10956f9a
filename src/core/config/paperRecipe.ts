import type { Config } from './schema.ts';

/** What `paper.1` changes in `default.1`: equations 4 to 8 of the paper at this scale. Frozen; its ablations build on it. */
export const paperRecipe: Partial<Config> = {
  update: 'policyGradient',
  references: 3,
  referenceSampling: 'uniform',
  rewriteModes: false,
  composites: 0,
  frontierGate: false,
  novelty: false,
  updatesPerStep: 1,
  replayShare: 0,
  learningRate: 0.0002,
  learningRateWarmup: 0,
  entropyBonus: 0.001,
  batch: 16,
};
