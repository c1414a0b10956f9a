import { paperRecipe } from './paperRecipe.ts';
import type { ClaimKind, ClaimMeasure, Preset } from './presets.ts';
import type { Config } from './schema.ts';

/** No mode in which the proposer is told to change a task of the buffer: what gets deeper does so by the proposer alone. */
const newOnly: Partial<Config> = { composites: 0, rewriteModes: false };

/**
 * The paper's claims and its readers' doubts, one preset each, with a row in the evidence table. Frozen like all presets.
 */
export const claimPresets: readonly Preset[] = [
  ...ofPaper('paper', [
    {
      name: 'deduction-only',
      label: 'Deduction only',
      text: 'One task type is enough: abduction and induction add nothing (table 2 of the paper says they do).',
      changes: { abduction: false, induction: false },
    },
    {
      name: 'no-induction',
      label: 'No induction',
      text: 'Induction adds to the other two task types (table 2 of the paper).',
      changes: { induction: false },
    },
    {
      name: 'no-references',
      label: 'No references, K = 0',
      text: 'Showing the proposer earlier tasks matters (table 2 of the paper).',
      changes: { references: 0 },
    },
    {
      name: 'solver-only',
      label: 'Solver only',
      text: 'Training the proposer matters (table 2 of the paper, its smallest ablation).',
      changes: { trainProposer: false },
    },
    {
      name: 'global-baseline',
      label: 'One global baseline',
      text: 'A baseline for each task type and role (TRR++) is better than one for all (REINFORCE++).',
      changes: { baseline: 'global' },
    },
    {
      name: 'group-baseline',
      label: 'Group-relative, probes trained',
      text: 'Group-relative advantages over all attempts at a task (GRPO) would do as well as TRR++.',
      changes: { baseline: 'group', trainProbes: true },
    },
    {
      name: 'train-probes',
      label: 'Probes trained',
      text: 'The rollouts that estimate learnability are four fifths of all, and throwing them away costs accuracy.',
      changes: { trainProbes: true },
    },
    {
      name: 'reference-code',
      label: 'As in the reference code',
      text: "Where code and paper differ (-0.5 at the extremes, last step's tasks, whitening by token, newest tasks cut), it does not matter.",
      changes: {
        rewardRule: 'code',
        solveFrom: 'lastStep',
        whitening: 'token',
        bufferPolicy: 'first',
        entropyBonus: 0,
      },
    },
    {
      name: 'recency',
      label: 'Recent references',
      text: 'Drawing references by recency risks collapse (appendix D.3).',
      changes: { referenceSampling: 'recency' },
      measure: 'distinct',
    },
    {
      name: 'composite-functions',
      label: 'Composite functions',
      text: 'Composite functions bring no gain (appendix D.2).',
      changes: { composites: 0.5 },
      measure: 'depth',
    },
    {
      name: 'error-type',
      label: 'Error type too',
      text: 'Predicting the type of the exception that a program raises, as a fourth task, adds nothing (appendix D). It begins with a lesson in that task, which paper.1 has not had.',
      changes: { error: true },
    },
  ]),
  ...ofPaper('reward', [
    {
      name: 'adversarial',
      label: 'Adversarial proposer',
      text: 'Paying 1 - s also for what nobody solves makes the proposer write impossible tasks.',
      changes: { rewardRule: 'inverse' },
      measure: 'unsolved',
    },
    {
      name: 'validity',
      label: 'Validity only',
      text: 'The learnability reward is better than paying for any valid task.',
      changes: { rewardRule: 'validity' },
    },
    {
      name: 'intrinsic',
      label: 'Intrinsic rewards',
      text: 'Rewards for complexity, distance and diversity bring no gain (appendix D).',
      changes: { intrinsicComplexity: 0.3, intrinsicHalstead: 0.3, intrinsicDistance: 0.3, intrinsicDiversity: 0.3 },
    },
  ]),
  ...ofDefault('doubt', [
    {
      name: 'prior-half',
      label: 'Half the prior',
      text: 'How far self-play gets depends on how much the base model was taught: half the warm-up.',
      changes: { prior: 0.5 },
    },
    {
      name: 'prior-quarter',
      label: 'A quarter of the prior',
      text: 'How far self-play gets depends on how much the base model was taught: a quarter of the warm-up.',
      changes: { prior: 0.25 },
    },
    {
      name: 'prompting',
      label: 'Prompting alone',
      text: 'The base model knows it all already: no update is needed.',
      changes: { update: 'none' },
    },
    {
      name: 'curated',
      label: 'A curated task set',
      text: 'Plain reinforcement on a curated task set of about equal size would do as well as generated tasks.',
      changes: { taskSource: 'curated', novelty: false },
    },
    {
      name: 'mutation',
      label: 'Mutations in place of a proposer',
      text: 'A proposer that learns nothing and only mutates buffer programs would do as well.',
      changes: { taskSource: 'mutation' },
    },
    {
      name: 'neural-judge',
      label: 'The model judges itself',
      text: "Without an interpreter, rewarded by the model's own majority, reward rises and truth does not.",
      changes: { verifier: 'majority' },
      measure: 'unearned',
    },
    {
      name: 'numbers',
      label: 'Numbers in place of lists',
      text: 'The recipe is a specialist for lists of digits: on numbers with if and for it does not work.',
      changes: { language: 'numbers' },
      against: 'base',
    },
    {
      name: 'text',
      label: 'Texts and dicts in place of lists',
      text: 'The recipe is a specialist for lists of digits: on texts and dicts with if and for it does not work.',
      changes: { language: 'text' },
      against: 'base',
    },
    {
      name: 'leaky',
      label: 'Leaky prompt',
      text: 'If the answer stood in the prompt, rewards would rise and held-out accuracy would not.',
      changes: { leakyPrompt: true },
      measure: 'rewardRise',
    },
    {
      name: 'answer-only',
      label: 'A right answer alone',
      text: 'A right answer makes right reasoning: asked for the answer alone, as in the paper, the values on its way are as true.',
      changes: { positivesNeed: 'answer' },
      measure: 'trueValues',
    },
  ]),
  ...ofDefault('recipe', [
    {
      name: 'no-replay',
      label: 'No replay',
      text: 'Without replay of earlier verified answers the solver forgets.',
      changes: { replayShare: 0 },
    },
    {
      name: 'no-gate',
      label: 'No frontier gate',
      text: 'Letting in tasks of any depth is as good as one beyond the frontier.',
      changes: { frontierGate: false },
    },
    {
      name: 'no-composites',
      label: 'No composites',
      text: 'The growth is carried by composites: without them nothing deeper is proposed.',
      changes: { composites: 0 },
      measure: 'depth',
    },
    {
      name: 'new-only',
      label: 'New tasks only',
      text: 'The growth is carried by being told to extend, edit and append: asked for new tasks alone, the proposer goes no deeper.',
      changes: newOnly,
      measure: 'depth',
    },
    {
      name: 'new-only-frozen',
      label: 'New tasks only, frozen proposer',
      text: 'Asked for new tasks alone, a learnt proposer earns its keep: without training it the solver gets less far.',
      changes: { ...newOnly, trainProposer: false },
      against: 'new-only.1',
    },
    {
      name: 'novelty-by-input',
      label: 'Novelty by input',
      text: 'Where an old program with a new input counts as new, the proposer repeats itself.',
      changes: { noveltyOf: 'input' },
      measure: 'distinct',
    },
  ]),
];

interface Claimed {
  name: string;
  label: string;
  /** The claim or doubt. */
  text: string;
  changes: Partial<Config>;
  /** What it is held against, where that is not the recipe that it changes. */
  against?: string;
  measure?: ClaimMeasure;
}

function ofPaper(kind: ClaimKind, claims: readonly Claimed[]): Preset[] {
  return claims.map((claim) => claimed(kind, claim, 'paper.1', "The paper's recipe", paperRecipe));
}

function ofDefault(kind: ClaimKind, claims: readonly Claimed[]): Preset[] {
  return claims.map((claim) => claimed(kind, claim, 'default.1', 'The default recipe', {}));
}

function claimed(
  kind: ClaimKind,
  { name, label, text, changes, against, measure }: Claimed,
  recipeId: string,
  recipe: string,
  from: Partial<Config>,
): Preset {
  return {
    name,
    number: 1,
    label,
    help: `${recipe} with one thing changed. ${text}`,
    changes: { ...from, ...changes },
    claim: { kind, text, against: against ?? recipeId, ...(measure ? { measure } : {}) },
  };
}
