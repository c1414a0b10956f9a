import type { Config } from '../core/config/schema.ts';
import { runRequest } from '../core/python/run.ts';
import { Purpose, RandomStream } from '../core/rng.ts';
import { depthMessage, type Language } from '../core/tasks/language.ts';
import { mutateInput } from '../core/tasks/mutateProgram.ts';
import { raisingProgram } from '../core/tasks/raisingProgram.ts';
import type { BufferedTask, TaskBuffer } from '../core/tasks/taskBuffer.ts';
import { allTaskTypes, type TaskType } from '../core/tasks/taskType.ts';
import type { Candidate } from '../core/tasks/validation.ts';
import type { ProposalJob } from './proposer.ts';
import type { SampledRollout } from './rollouts.ts';

/** A task that no model wrote in the place of a proposal: a rollout without tokens, and the task itself. */
export interface WrittenTask {
  rollout: SampledRollout<ProposalJob>;
  candidate: Candidate;
}

/** Tasks of a type in the curated set. */
const CURATED_TASKS = 512;
/** The curated set is the same for every run, and not the held-out one. */
const CURATED_SEED = 27182818;
/** Inputs tried for the distinct ones that a mutated induction task needs. */
const MOST_INPUTS = 64;

export interface WritingContext {
  config: Config;
  language: Language;
  step: number;
  buffers: Record<TaskType, TaskBuffer>;
}

/** A task for every job, by the setting `taskSource`; no model is asked. */
export function writtenTasks(jobs: readonly ProposalJob[], context: WritingContext): WrittenTask[] {
  const { config, step } = context;
  return jobs.map((job) => {
    const random = new RandomStream({ seed: config.seed, purpose: Purpose.grammarTasks, step, item: job.item });
    switch (config.taskSource) {
      case 'curated':
        return {
          rollout: noRollout(job, []),
          candidate: curatedTask(job.type, random.integer(CURATED_TASKS), context),
        };
      case 'mutation': {
        const { tasks } = context.buffers[job.type];
        const [reference = tasks.length > 0 ? random.pick(tasks) : undefined] = job.references;
        if (!reference) return grammarTask(job, random, context);
        return { rollout: noRollout(job, [reference]), candidate: mutatedTask(job.type, reference, random, context) };
      }
      default:
        return grammarTask(job, random, context);
    }
  });
}

function grammarTask(job: ProposalJob, random: RandomStream, context: WritingContext): WrittenTask {
  const depth = 1 + random.integer(context.language.warmupDepth);
  return { rollout: noRollout(job, []), candidate: randomTask(job.type, depth, random, context) };
}

/** A random program of the warm-up grammar with inputs. */
function randomTask(
  type: TaskType,
  depth: number,
  random: RandomStream,
  { language, config }: WritingContext,
): Candidate {
  if (type === 'error') {
    const { program, input } = raisingProgram(language, random, depth, runRequest);
    return { type, program, inputs: [input] };
  }
  const induction = type === 'induction';
  const { program, inputs } = language.randomProgram(random, depth, induction ? config.inductionInputs : 1);
  return { type, program, inputs, message: induction ? depthMessage(depth) : undefined };
}

/**
 * A task of the curated set: random programs of every depth that the held-out tasks have, evenly, as someone would collect them who knows
 * where the model should go.
 */
function curatedTask(type: TaskType, index: number, context: WritingContext): Candidate {
  const step = allTaskTypes.indexOf(type);
  const random = new RandomStream({ seed: CURATED_SEED, purpose: Purpose.grammarTasks, step, item: index });
  return randomTask(type, 1 + (index % context.language.heldOutDepth[type]), random, context);
}

/** The reference with one thing changed; for induction, other inputs for it. */
function mutatedTask(
  type: TaskType,
  { task, depth }: BufferedTask,
  random: RandomStream,
  { buffers, config, language }: WritingContext,
): Candidate {
  if (type === 'induction') {
    const inputs = new Set([task.inputs[0]]);
    for (let i = 0; i < MOST_INPUTS && inputs.size < config.inductionInputs; i++)
      inputs.add(mutateInput(random, random.pick([...inputs])));
    return { type, program: task.program, inputs: [...inputs], message: depthMessage(depth) };
  }
  const donor = random.pick(buffers[type].tasks).task.program;
  const [input] = task.inputs;
  const program = language.mutate(random, { program: task.program, input }, donor, runRequest) ?? task.program;
  return { type, program, inputs: [mutateInput(random, task.inputs[0])] };
}

function noRollout(job: ProposalJob, references: BufferedTask[]): SampledRollout<ProposalJob> {
  const completion = {
    tokens: new Int32Array(0),
    logProbs: new Float32Array(0),
    entropies: new Float32Array(0),
    stopped: 'end' as const,
  };
  return { job: { ...job, mode: 'new', references }, completion, tokens: [], text: '' };
}
