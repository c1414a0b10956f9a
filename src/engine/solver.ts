import { solverReward } from '../core/rl/rewards.ts';
import type { RolloutPurpose, RunEvent } from '../core/runlog/events.ts';
import { readAnswer, type SolverAnswer } from '../core/tasks/completions.ts';
import type { JudgedChain } from '../core/tasks/faithfulness.ts';
import { completionTokens } from '../core/tasks/legalTokens.ts';
import { leakyPrompt, solvePrompt, solverView } from '../core/tasks/prompts.ts';
import type { BufferedTask } from '../core/tasks/taskBuffer.ts';
import type { Task } from '../core/tasks/taskType.ts';
import { encode } from '../core/tasks/tokenizer.ts';
import { type Judgement, judgeAnswer, verificationRuns } from '../core/tasks/verification.ts';
import type { LanguageModel } from '../nn/languageModel.ts';
import { type Demand, demandsMet } from './demandsMet.ts';
import type { Judge } from './judge/judge.ts';
import {
  type RolloutJob,
  rolloutFields,
  type SampledRollout,
  type SamplingOptions,
  sampleRollouts,
} from './rollouts.ts';

/** An attempt to make at a task. */
export interface Attempt {
  id: string;
  purpose: RolloutPurpose;
  task: Task;
  /** Where the task stands in the buffer, when it does. */
  buffered?: Pick<BufferedTask, 'id'>;
  depth: number;
  /** Whether reasoning has a closing line beside one for each line of the trace. */
  closingLine: boolean;
  item: number;
  streamed: boolean;
  /** The prompt holds the answer (setting `leakyPrompt`). */
  leaky?: boolean;
  /** Whole lines that the completion begins with, written by somebody else; the model goes on from them. */
  begins?: string;
}

/** A sampled and judged attempt. */
export interface SolvedAttempt {
  attempt: Attempt;
  rollout: SampledRollout;
  answer: SolverAnswer;
  judgement: Judgement;
  /** -1, -0.5 or 1. */
  reward: number;
  /** What of the demands on a positive it meets (setting `positivesNeed`). */
  meets: readonly Demand[];
}

/** An attempt as core/tasks/faithfulness.ts counts it. */
export function judgedChain({ attempt, judgement }: SolvedAttempt): JudgedChain {
  return { type: attempt.task.type, verdict: judgement.verdict.kind, stated: judgement.stated };
}

/** Tokens that a line of reasoning may take, and that an induced program may take. */
const LINE_TOKENS = 28;
const PROGRAM_TOKENS = 220;
/** Tokens besides that the name of an exception may take, letter by letter. */
const NAME_TOKENS = 20;

interface SolverJob extends RolloutJob {
  attempt: Attempt;
}

/** The sampling job of an attempt, for a context of so many tokens. The environment counts the lines that the program runs and ends the reasoning there. */
function solverJob(attempt: Attempt, context: number): SolverJob {
  const { id, purpose, task, depth, item, streamed, leaky, begins = '' } = attempt;
  const prompt = leaky ? leakyPrompt(task) : solvePrompt(solverView(task));
  const given = encode(begins);
  const room = Math.max(1, context - prompt.length - given.length);
  const closing = attempt.closingLine && task.type !== 'error' ? 1 : 0;
  const lines = Math.max(1, depth + closing - begins.split('\n').length + 1);
  const limits =
    task.type === 'induction'
      ? { maxTokens: Math.min(room, PROGRAM_TOKENS) }
      : { maxTokens: Math.min(room, LINE_TOKENS * lines + (task.type === 'error' ? NAME_TOKENS : 0)), maxLines: lines };
  const legal = completionTokens;
  return {
    attempt,
    id,
    role: 'solve',
    type: task.type,
    purpose,
    prompt,
    given,
    legal,
    item,
    task,
    streamed,
    ...limits,
  };
}

/**
 * Samples attempts from the current policy and has the interpreter judge them. Results are in the order of the attempts.
 * @param onSampled awaited between sampling and judging
 */
export async function solve(
  model: LanguageModel,
  judge: Judge,
  attempts: readonly Attempt[],
  fuel: number,
  options: SamplingOptions,
  onSampled?: () => Promise<void>,
): Promise<SolvedAttempt[]> {
  const jobs = attempts.map((attempt) => solverJob(attempt, model.shape.context));
  const rollouts = await sampleRollouts(model, jobs, options);
  await onSampled?.();
  const solved = await verify(judge, rollouts, fuel);
  for (const item of solved) emitSolved(item, options);
  return solved;
}

/** Judges sampled completions: one batch of runs for all of them. */
async function verify(
  judge: Judge,
  rollouts: readonly SampledRollout<SolverJob>[],
  fuel: number,
): Promise<SolvedAttempt[]> {
  const answers = rollouts.map(({ job, text }) => readAnswer(job.type, text));
  const runs = rollouts.map(({ job }, i) => verificationRuns(job.attempt.task, answers[i], fuel));
  const results = await judge.run(runs.flat());
  let offset = 0;
  return rollouts.map((rollout, i) => {
    const { attempt } = rollout.job;
    const judgement = judgeAnswer(attempt.task, answers[i], results.slice(offset, offset + runs[i].length));
    offset += runs[i].length;
    return {
      attempt,
      rollout,
      answer: answers[i],
      judgement,
      reward: solverReward(judgement.verdict.kind),
      meets: demandsMet(attempt, answers[i], judgement),
    };
  });
}

function emitSolved(
  { attempt, rollout, judgement, reward }: SolvedAttempt,
  { step, emit }: { step: number; emit: (event: RunEvent) => void },
): void {
  const where = attempt.buffered ? { taskId: attempt.buffered.id } : { task: attempt.task };
  emit({
    ...rolloutFields(rollout, step),
    ...where,
    depth: attempt.depth,
    verdict: judgement.verdict,
    reward,
    stated: judgement.stated,
  });
}
