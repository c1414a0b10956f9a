import { type Config, defaultConfig } from './schema.ts';

/** A frozen, numbered set of values. Changing one means adding the next number. */
export interface Preset {
  /** Name without number, e.g. `paper`. */
  name: string;
  number: number;
  label: string;
  /** What it is for, in one sentence. */
  help: string;
  /** What differs from `default.1`. */
  changes: Partial<Config>;
}

export const presets: readonly Preset[] = [
  {
    name: 'default',
    number: 1,
    label: 'Default: the frontier moves',
    changes: {},
    help: 'Verified self-training from easy to hard: learn from what the interpreter verified, replay it, and propose one step beyond what is solved.',
  },
  {
    name: 'paper',
    number: 1,
    label: "The paper's recipe",
    help: 'Equations 4 to 8 of the paper: learnability reward, task-relative advantages, one policy-gradient update a step, uniform references, no replay.',
    changes: {
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
    },
  },
  {
    name: 'frozen',
    number: 1,
    label: 'Frozen proposer',
    changes: { trainProposer: false },
    help: 'The default recipe, but the proposer is never trained.',
  },
  {
    name: 'random',
    number: 1,
    label: 'Random tasks',
    changes: { taskSource: 'grammar' },
    help: 'The default recipe on random tasks of the warm-up grammar in place of proposals: no proposer, nothing deeper than warm-up.',
  },
  {
    name: 'zero',
    number: 1,
    label: 'Truly zero',
    changes: { prior: 0 },
    help: 'The default recipe from random weights: what self-play does with no prior knowledge at all.',
  },
  {
    name: 'tiny',
    number: 1,
    label: 'Tiny: for a quick look',
    help: 'The smallest run that is still whole: a nano model, two tasks a stream. It shows the machinery, not learning.',
    changes: {
      modelSize: 'nano',
      batch: 2,
      rollouts: 2,
      seedTasks: 4,
      updatesPerStep: 1,
      updateSequences: 16,
      evaluationTasks: 12,
      evaluateEvery: 0,
    },
  },
];

/** The id of a preset in links and files, e.g. `paper.1`. */
export function presetId(preset: Preset): string {
  return `${preset.name}.${preset.number}`;
}

/** Finds `paper.1`, or the newest of `paper`. Undefined when there is none. */
export function findPreset(id: string): Preset | undefined {
  const exact = presets.find((preset) => presetId(preset) === id);
  if (exact) return exact;
  return presets.filter((preset) => preset.name === id).sort((a, b) => b.number - a.number)[0];
}

/** The full config of a preset. */
export function presetConfig(preset: Preset): Config {
  return { ...defaultConfig(), ...preset.changes };
}
