import type { Config } from '../core/config/schema.ts';
import { ILL_FORMED_REWARD } from '../core/rl/rewards.ts';
import { Purpose } from '../core/rng.ts';
import type { Proposal, RunEvent, TaskAccepted } from '../core/runlog/events.ts';
import type { Language } from '../core/tasks/language.ts';
import type { ProgramFacts } from '../core/tasks/programFacts.ts';
import { leakyPrompt, solvePrompt, solverView } from '../core/tasks/prompts.ts';
import type { BufferedTask } from '../core/tasks/taskBuffer.ts';
import type { Task, TaskType } from '../core/tasks/taskType.ts';
import {
  type Candidate,
  judgeCandidate,
  type Refusal,
  readCandidate,
  type ValidationRules,
  validationRuns,
} from '../core/tasks/validation.ts';
import type { LanguageModel } from '../nn/languageModel.ts';
import type { Judge } from './judge/judge.ts';
import { type ProposalJob, readProposal } from './proposer.ts';
import { rolloutFields, type SampledRollout, sampleRollouts } from './rollouts.ts';
import type { SelfPlayState } from './selfplayState.ts';
import type { SolvedAttempt } from './solver.ts';
import { writtenTasks } from './writtenTasks.ts';

/** A proposal with its verdict and what made its reward. */
export interface ProposalRecord {
  id: string;
  rollout: SampledRollout<ProposalJob>;
  candidate?: Candidate;
  facts?: ProgramFacts;
  /** Set when the program ran. */
  depth?: number;
  /** Set unless it was accepted. */
  refusal?: Refusal;
  /** Whether a valid program has been proposed before in this run; undefined for induction, which proposes none. */
  copy?: boolean;
  /** Set when it was accepted. */
  task?: BufferedTask;
  /** The n attempts that make its reward. */
  probes: SolvedAttempt[];
  successes: number;
  reward: number;
}

/** What proposing needs of a run. */
export interface ProposalContext {
  model: LanguageModel;
  judge: Judge;
  config: Config;
  language: Language;
  state: SelfPlayState;
  emit: (event: RunEvent) => void;
  /** Called between sampling and validation. */
  onSampled: () => Promise<void>;
}

/** Samples proposals (or has tasks written without a model), validates them in order, and puts the valid ones into the buffers (whatever their reward, paper §3.3.2). */
export async function proposeAndValidate(
  jobs: readonly ProposalJob[],
  context: ProposalContext,
  origin: 'seed' | 'proposer',
): Promise<ProposalRecord[]> {
  const { model, judge, config, state, emit } = context;
  const { seed, temperature, topP, legalTokens, fuel } = config;
  // Mutation has nothing to mutate before the model has proposed the seeds.
  const written = config.taskSource === 'mutation' ? origin !== 'seed' : config.taskSource !== 'proposer';
  const records = written
    ? writtenTasks(jobs, { config, language: context.language, step: state.step, buffers: state.buffers }).map(
        ({ rollout, candidate }) => readRecord(rollout, candidate, context),
      )
    : (
        await sampleRollouts(model, jobs, {
          seed,
          purpose: Purpose.sampleProposal,
          step: state.step,
          temperature,
          topP,
          legalTokens,
          emit,
        })
      ).map((rollout) => readRecord(rollout, readProposal(rollout), context));
  await context.onSampled();
  const runs = records.map(({ candidate, refusal }) => (candidate && !refusal ? validationRuns(candidate, fuel) : []));
  const results = await judge.run(runs.flat());
  let offset = 0;
  for (const [i, record] of records.entries()) {
    state.tokens.sampled += record.rollout.tokens.length;
    const { candidate, facts, rollout } = record;
    const answers = results.slice(offset, (offset += runs[i].length));
    if (candidate && facts && !record.refusal) {
      const verdict = judgeCandidate(candidate, facts, answers, validationRules(context, candidate.type));
      settle(record, candidate.type, facts, verdict, context, origin);
    }
    if (rollout.tokens.length > 0) emit({ ...rolloutFields(rollout, state.step), verdict: proposalVerdict(record) });
  }
  return records;
}

function readRecord(
  rollout: SampledRollout<ProposalJob>,
  candidate: Candidate | Refusal,
  context: ProposalContext,
): ProposalRecord {
  const record: ProposalRecord = { id: rollout.job.id, rollout, probes: [], successes: 0, reward: ILL_FORMED_REWARD };
  if ('reason' in candidate) return { ...record, refusal: candidate };
  const checked = readCandidate(candidate, validationRules(context, candidate.type));
  return 'reason' in checked
    ? { ...record, candidate, refusal: checked }
    : { ...record, candidate, facts: checked.facts };
}

function validationRules({ config, language, state }: ProposalContext, type: TaskType): ValidationRules {
  const { frontierGate, novelty, noveltyOf, inductionInputs, shownShare, fuel } = config;
  return {
    language: config.languageForm ? language : { ...language, refuse: () => undefined },
    inductionInputs,
    shownShare,
    fuel,
    noveltyOf,
    deepest: frontierGate ? state.frontiers[type].level + 1 : undefined,
    known: novelty ? (key) => state.buffers[type].has(key) : undefined,
  };
}

function settle(
  record: ProposalRecord,
  type: TaskType,
  facts: ProgramFacts,
  verdict: ReturnType<typeof judgeCandidate>,
  context: ProposalContext,
  origin: 'seed' | 'proposer',
): void {
  const { state, model, config, emit } = context;
  record.refusal =
    'reason' in verdict ? verdict : refuseLength(verdict.task, verdict.depth, config, model.shape.context);
  record.depth = verdict.depth;
  if (type !== 'induction' && (!record.refusal || record.refusal.reason === 'duplicate')) {
    record.copy = state.proposed.distinct.has(facts.canonical);
    state.proposed.distinct.add(facts.canonical);
    state.proposed.valid++;
  }
  if (record.refusal || !('task' in verdict)) return;
  const { id, references } = record.rollout.job;
  record.task = { id: `${id}.task`, task: verdict.task, depth: verdict.depth, step: state.step };
  const from = taskOrigin(record.rollout, origin, context.config);
  emit(
    state.accept(
      record.task,
      verdict.key,
      from,
      references.map((reference) => reference.id),
      id,
    ),
  );
}

function taskOrigin(
  { job, tokens }: SampledRollout<ProposalJob>,
  origin: 'seed' | 'proposer',
  { taskSource }: Config,
): TaskAccepted['origin'] {
  if (tokens.length === 0 && taskSource !== 'proposer') return taskSource;
  if (origin === 'seed') return 'seed';
  return job.mode === 'append' ? 'composite' : 'proposer';
}

/** A task whose prompt and reasoning do not fit the context can never be solved. */
function refuseLength(task: Task, depth: number, config: Config, context: number): Refusal | undefined {
  const prompt = config.leakyPrompt ? leakyPrompt(task) : solvePrompt(solverView(task));
  const needed = prompt.length + 18 * Math.max(1, depth);
  return needed <= context
    ? undefined
    : { reason: 'too long', detail: `Prompt and reasoning need about ${needed} tokens; the context holds ${context}.` };
}

function proposalVerdict({ task, refusal }: ProposalRecord): Proposal['verdict'] {
  if (task) return { kind: 'accepted', taskId: task.id };
  const { reason, detail } = refusal as Refusal;
  return { kind: 'refused', reason, detail };
}

/** The log's event of a proposal whose reward is known. */
export function proposalEvent(record: ProposalRecord, step: number): Proposal {
  const { id, rollout, candidate, depth, probes, successes, reward } = record;
  const { type, mode, references } = rollout.job;
  return {
    kind: 'proposal',
    step,
    id,
    type,
    mode,
    rollout: rollout.job.id,
    references: references.map((reference) => reference.id),
    program: candidate?.program,
    inputs: candidate?.inputs,
    depth,
    verdict: proposalVerdict(record),
    probes: probes.map(({ attempt }) => attempt.id),
    successes: probes.length > 0 ? successes : undefined,
    reward,
  };
}
