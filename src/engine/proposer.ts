import type { Config } from '../core/config/schema.ts';
import { Purpose, RandomStream } from '../core/rng.ts';
import type { ProposalMode } from '../core/runlog/events.ts';
import { appendStatement, readInductionInputs, readTriplet } from '../core/tasks/completions.ts';
import { findLanguage } from '../core/tasks/language.ts';
import { completionTokens, statementTokens } from '../core/tasks/legalTokens.ts';
import { proposePrompt } from '../core/tasks/prompts.ts';
import type { BufferedTask, TaskBuffer } from '../core/tasks/taskBuffer.ts';
import { allTaskTypes, type TaskType } from '../core/tasks/taskType.ts';
import type { Candidate, Refusal } from '../core/tasks/validation.ts';
import type { RolloutJob, SampledRollout } from './rollouts.ts';

/** A proposal to sample. */
export interface ProposalJob extends RolloutJob {
  mode: ProposalMode;
  references: BufferedTask[];
}

/** Share of `extend` among rewrites; the rest is `edit`. */
const EXTEND_SHARE = 0.6;

export interface ProposerSituation {
  step: number;
  config: Config;
  buffers: Record<TaskType, TaskBuffer>;
  /** Deepest reference of each type that is shown under `frontier` sampling. */
  deepestReference: Record<TaskType, number>;
  context: number;
}

/** Proposal jobs for `count` proposals of a type. Each draws its references on its own. */
export function drawProposals(type: TaskType, count: number, situation: ProposerSituation, round = 0): ProposalJob[] {
  return Array.from({ length: count }, (_, index) => drawProposal(type, index, situation, round));
}

function drawProposal(
  type: TaskType,
  index: number,
  { step, config, buffers, deepestReference, context }: ProposerSituation,
  round: number,
): ProposalJob {
  const item = (allTaskTypes.indexOf(type) * 64 + round) * 1024 + index;
  const random = new RandomStream({ seed: config.seed, purpose: Purpose.references, step, item });
  // A statement more, after the one that raises, changes nothing: error tasks are asked for anew.
  const mode = type === 'induction' || type === 'error' ? 'new' : drawMode(random, config, buffers[type]);
  const references = drawReferences(random, type, mode, config, buffers, deepestReference[type]);
  let prompt = proposePrompt(
    type,
    references.map(({ task }) => task),
    mode,
  );
  const { proposalTokens } = findLanguage(config.language);
  const room = type === 'induction' ? proposalTokens.input * config.inductionInputs : proposalTokens.triplet;
  while (prompt.length + room > context && mode === 'new' && type !== 'induction' && references.length > 0) {
    references.pop();
    prompt = proposePrompt(
      type,
      references.map(({ task }) => task),
      mode,
    );
  }
  const maxTokens = Math.max(1, Math.min(room, context - prompt.length));
  return {
    id: `${step}.propose.${type}.${round}.${index}`,
    role: 'propose',
    type,
    purpose: 'propose',
    prompt,
    maxTokens,
    legal: mode === 'append' ? statementTokens : completionTokens,
    item,
    streamed: index < 2,
    mode,
    references,
  };
}

function drawMode(random: RandomStream, config: Config, buffer: TaskBuffer): ProposalMode {
  if (!buffer.tasks.some(({ depth }) => depth > 0)) return 'new';
  if (random.uniform() < config.composites) return 'append';
  if (!config.rewriteModes) return 'new';
  return random.uniform() < EXTEND_SHARE ? 'extend' : 'edit';
}

/**
 * K references from the buffer of the type (paper §3.1). Induction gets one program from the union of the other two buffers; under `frontier`
 * sampling every depth has the same chance, since induction of what warm-up taught is forgotten where it is no longer asked for.
 */
function drawReferences(
  random: RandomStream,
  type: TaskType,
  mode: ProposalMode,
  config: Config,
  buffers: Record<TaskType, TaskBuffer>,
  deepest: number,
): BufferedTask[] {
  const from = type === 'induction' ? random.pick(['deduction', 'abduction'] as const) : type;
  const buffer = buffers[from];
  if (mode !== 'new') return sampleProgram(random, buffer, config, deepest);
  const count = type === 'induction' ? 1 : config.references;
  switch (config.referenceSampling) {
    case 'uniform':
      return buffer.sampleUniform(random, count);
    case 'recency':
      return buffer.sampleByRecency(random, count);
    case 'frontier':
      return type === 'induction' ? buffer.sampleLevel(random, deepest) : buffer.sampleFrontier(random, count, deepest);
  }
}

/** One task with a program of at least one statement: what a rewrite needs. */
function sampleProgram(random: RandomStream, buffer: TaskBuffer, config: Config, deepest: number): BufferedTask[] {
  if (config.referenceSampling === 'frontier') return buffer.sampleFrontier(random, 1, deepest);
  return [random.pick(buffer.tasks.filter(({ depth }) => depth > 0))];
}

/** Reads a sampled proposal: the candidate, or why it cannot be read. */
export function readProposal({ job, text, completion }: SampledRollout<ProposalJob>): Candidate | Refusal {
  if (completion.stopped !== 'end') {
    const sentence =
      completion.stopped === 'context'
        ? 'The context was full before the proposal ended.'
        : 'The proposal did not end within its token budget.';
    return { reason: 'ill-formed', detail: sentence };
  }
  const { type, mode, references } = job;
  if (mode === 'append') {
    const program = appendStatement(references[0].task.program, text);
    if (!program)
      return {
        reason: 'ill-formed',
        detail: `"${text}" is not one statement "name = expression" that can be appended to the reference.`,
      };
    return { type, program, inputs: [references[0].task.inputs[0]] };
  }
  const read = type === 'induction' ? readInductionInputs(references[0].task.program, text) : readTriplet(text);
  return read.wellFormed
    ? { type, program: read.program, inputs: read.inputs, message: read.message }
    : { reason: 'ill-formed', detail: read.reason };
}
