import { Purpose, RandomStream } from '../core/rng.ts';
import { depthMessage, type Language } from '../core/tasks/language.ts';
import type { Candidate } from '../core/tasks/validation.ts';
import type { ProposalJob } from './proposer.ts';
import type { SampledRollout } from './rollouts.ts';

/** A task of the grammar in the place of a proposal: a rollout without tokens, and the task itself. */
export interface GrammarTask {
  rollout: SampledRollout<ProposalJob>;
  candidate: Candidate;
}

/** A random program of the warm-up grammar, with inputs, for every job: no model, no references. */
export function grammarTasks(
  jobs: readonly ProposalJob[],
  language: Language,
  { seed, inductionInputs }: { seed: number; inductionInputs: number },
  step: number,
): GrammarTask[] {
  return jobs.map((job) => {
    const random = new RandomStream({ seed, purpose: Purpose.grammarTasks, step, item: job.item });
    const depth = 1 + random.integer(language.warmupDepth);
    const induction = job.type === 'induction';
    const { program, inputs } = language.randomProgram(random, depth, induction ? inductionInputs : 1);
    const completion = {
      tokens: new Int32Array(0),
      logProbs: new Float32Array(0),
      entropies: new Float32Array(0),
      stopped: 'end' as const,
    };
    return {
      rollout: { job: { ...job, mode: 'new', references: [] }, completion, tokens: [], text: '' },
      candidate: { type: job.type, program, inputs, message: induction ? depthMessage(depth) : undefined },
    };
  });
}
