import { type Purpose, randomKey } from '../core/rng.ts';
import type { RolloutPurpose, RunEvent } from '../core/runlog/events.ts';
import type { Role, Task, TaskType } from '../core/tasks/taskType.ts';
import { decode, endToken, lineTokens } from '../core/tasks/tokenizer.ts';
import type { Completion, LanguageModel } from '../nn/languageModel.ts';

/** A completion to sample. */
export interface RolloutJob {
  id: string;
  role: Role;
  type: TaskType;
  purpose: RolloutPurpose;
  prompt: number[];
  /** Tokens that the completion begins with, not sampled. */
  given?: number[];
  maxTokens: number;
  /** The environment ends the completion after this many lines; absent where the model ends it itself. */
  maxLines?: number;
  /** The tokens that a well-formed completion can hold; drawn from alone under `legalTokens`. */
  legal: readonly number[];
  /** Address of its random numbers within the step and purpose. */
  item: number;
  task?: Task;
  /** Whether its tokens are reported as they are sampled. */
  streamed: boolean;
}

export interface SampledRollout<Job extends RolloutJob = RolloutJob> {
  job: Job;
  completion: Completion;
  /** Token ids, those given and the end token included. */
  tokens: number[];
  /** The text, without the end token. */
  text: string;
}

export interface SamplingOptions {
  seed: number;
  purpose: Purpose;
  step: number;
  temperature: number;
  /** As the settings of these names; absent where everything may be drawn. */
  topP?: number;
  legalTokens?: boolean;
  emit: (event: RunEvent) => void;
}

/** Samples all jobs from the current policy; the result is in the order of the jobs. A prompt beyond the model's context gets no completion. */
export async function sampleRollouts<Job extends RolloutJob>(
  model: LanguageModel,
  jobs: readonly Job[],
  options: SamplingOptions,
): Promise<SampledRollout<Job>[]> {
  const { seed, purpose, step, temperature, topP, legalTokens, emit } = options;
  for (const { id, role, type, purpose: shownPurpose, prompt, task, streamed } of jobs) {
    if (streamed) emit({ kind: 'rolloutStarted', step, id, role, type, purpose: shownPurpose, prompt, task });
  }
  const requests = jobs.map(({ prompt, given = [], maxTokens, maxLines, item, legal }) => ({
    prompt: Int32Array.from([...prompt, ...given]),
    maxTokens,
    endToken,
    item,
    ...(maxLines === undefined ? {} : { lineTokens, maxLines }),
    ...(legalTokens ? { allowed: legal } : {}),
  }));
  const fitting = [...requests.keys()].filter((index) => requests[index].prompt.length <= model.shape.context);
  const sampled = await model.sample(
    fitting.map((index) => requests[index]),
    {
      key: randomKey({ seed, purpose, step }),
      temperature,
      topP,
      onTokens: (place, tokens) => {
        const { streamed, id } = jobs[fitting[place]];
        if (streamed) emit({ kind: 'rolloutTokens', id, tokens });
      },
    },
  );
  const completions = jobs.map(nothing);
  sampled.forEach((completion, place) => {
    completions[fitting[place]] = completion;
  });
  return completions.map((completion, index) => {
    const tokens = [...(jobs[index].given ?? []), ...completion.tokens];
    const text = decode(tokens[tokens.length - 1] === endToken ? tokens.slice(0, -1) : tokens);
    return { job: jobs[index], completion, tokens, text };
  });
}

function nothing(): Completion {
  return { tokens: new Int32Array(), logProbs: new Float32Array(), entropies: new Float32Array(), stopped: 'context' };
}

/** The part of a Rollout event that sampling settles. */
export function rolloutFields({ job, completion, tokens }: SampledRollout, step: number) {
  const { id, role, type, purpose, prompt } = job;
  const logProbs = Array.from(completion.logProbs, (logProb) => Math.round(logProb * 1000) / 1000);
  return {
    kind: 'rollout' as const,
    step,
    id,
    role,
    type,
    purpose,
    prompt,
    tokens,
    logProbs,
    stopped: completion.stopped,
  };
}
