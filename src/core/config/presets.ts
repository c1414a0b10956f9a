import { claimPresets } from './claimPresets.ts';
import { paperRecipe } from './paperRecipe.ts';
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
  /**
   * For the evidence table: the claim or doubt that it puts to the test, in a sentence, the preset that it is held against, and what is
   * measured where that is not held-out accuracy alone.
   */
  claim?: { kind: ClaimKind; text: string; against: string; measure?: ClaimMeasure };
}

/** Where a claim comes from: the recipe's own parts, the paper's ablations and appendix, or the doubts of its readers. */
export type ClaimKind = 'recipe' | 'paper' | 'reward' | 'doubt';

/** What a claim is about other than held-out accuracy; core/evidence/measures.ts says what each is. */
export type ClaimMeasure = 'unsolved' | 'distinct' | 'depth' | 'rewardRise' | 'unearned' | 'trueValues';

/** What `default.3` and those after it change. */
const inductionInHindsight: Partial<Config> = {
  renameVariables: true,
  averagedShare: 0.1,
  hindsightShare: 0.5,
  learnShownPairs: true,
  updatesPerStep: 16,
  updateSequences: 24,
  learningRate: 0.0007,
};

export const presets: readonly Preset[] = [
  {
    name: 'default',
    number: 1,
    label: 'Default, first version',
    changes: {},
    claim: {
      kind: 'recipe',
      text: 'Self-play with no further data solves programs deeper than any that warm-up showed.',
      against: 'base',
    },
    help: 'Verified self-training from easy to hard: learn from what the interpreter verified, replay it, and propose one step beyond what is solved.',
  },
  {
    name: 'default',
    number: 2,
    label: 'Default: the frontier moves',
    changes: { renameVariables: true, averagedShare: 0.1 },
    claim: {
      kind: 'recipe',
      text: 'Renaming the variables of what is learnt, and averaging the weights, keeps what warm-up taught and costs no depth.',
      against: 'default.1',
    },
    help: 'As default.1; besides, verified answers get other variable names whenever they are learnt, and an average of the weights answers held-out tasks.',
  },
  {
    name: 'default',
    number: 3,
    label: 'Default: induction in hindsight',
    changes: inductionInHindsight,
    claim: {
      kind: 'recipe',
      text: 'Inductions made of what was proposed, whose answer is known, make induction rise and cost no depth.',
      against: 'default.2',
    },
    help: 'As default.2; besides, half of what is learnt are inductions made of proposed programs, the outputs of their shown pairs included, in more and smaller updates.',
  },
  {
    name: 'default',
    number: 4,
    label: 'Default: attention that falls off with distance',
    changes: { ...inductionInHindsight, recencyBias: true },
    claim: {
      kind: 'recipe',
      text: 'Attention that falls off with distance lets self-play go deeper from the same warm-up.',
      against: 'default.3',
    },
    help: 'As default.3 with a recency bias in attention, from a base model that was warmed up with it on the same examples.',
  },
  {
    name: 'paper',
    number: 1,
    label: "The paper's recipe",
    help: 'Equations 4 to 8 of the paper: learnability reward, task-relative advantages, one policy-gradient update a step, uniform references, no replay.',
    changes: paperRecipe,
    claim: {
      kind: 'paper',
      text: "The paper's update, at this scale and from this base, raises held-out accuracy.",
      against: 'base',
    },
  },
  {
    name: 'paper',
    number: 2,
    label: "The paper's recipe, slower",
    help: 'As paper.1 with a quarter of its learning rate: paper.1 was tuned on runs of 2 million tokens, and longer ones destroy its solver.',
    changes: { ...paperRecipe, learningRate: 0.00005 },
    claim: {
      kind: 'paper',
      text: "The paper's update, slow enough to last, raises held-out accuracy.",
      against: 'base',
    },
  },
  {
    name: 'frozen',
    number: 1,
    label: 'Frozen proposer',
    changes: { trainProposer: false },
    help: 'The default recipe, but the proposer is never trained.',
    claim: {
      kind: 'doubt',
      text: 'A learnt proposer earns its keep: without training it the solver gets less far.',
      against: 'default.1',
    },
  },
  {
    name: 'random',
    number: 1,
    label: 'Random tasks',
    changes: { taskSource: 'grammar' },
    claim: {
      kind: 'doubt',
      text: 'Random tasks of the warm-up distribution, with the same update, would do as well as proposed ones.',
      against: 'default.1',
    },
    help: 'The default recipe on random tasks of the warm-up grammar in place of proposals: no proposer, nothing deeper than warm-up.',
  },
  {
    name: 'random',
    number: 2,
    label: 'Random tasks, with a recency bias',
    changes: { ...inductionInHindsight, recencyBias: true, taskSource: 'grammar' },
    claim: {
      kind: 'doubt',
      text: 'Attention that falls off with distance would go as deep with random tasks of the warm-up distribution.',
      against: 'default.4',
    },
    help: 'default.4 on random tasks of the warm-up grammar in place of proposals.',
  },
  {
    name: 'zero',
    number: 1,
    label: 'Truly zero',
    changes: { prior: 0 },
    claim: {
      kind: 'doubt',
      text: '"Zero data" leans on what the base model knows: from random weights nothing moves.',
      against: 'default.1',
    },
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
  ...claimPresets,
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
