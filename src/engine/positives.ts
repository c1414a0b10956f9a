import { RIGHT_REWARD } from '../core/rl/rewards.ts';
import type { RandomStream } from '../core/rng.ts';
import { proposePrompt } from '../core/tasks/prompts.ts';
import { encode, endToken } from '../core/tasks/tokenizer.ts';
import type { Demand } from './demandsMet.ts';
import type { Positive } from './positivePool.ts';
import type { ProposalRecord } from './proposals.ts';
import type { SolvedAttempt } from './solver.ts';

/** Most distinct positives that a task gives; where every attempt was right it gives one, and only with this chance. */
const MOST_PER_TASK = 2;
const EASY_CHANCE = 0.3;
/** A proposer positive weighs its reward over the step's mean, at most this. */
const HEAVIEST = 3;

/** Solver positives among the attempts at one task: those that meet the demand, of distinct texts. */
export function solverPositives(attempts: readonly SolvedAttempt[], demand: Demand, random: RandomStream): Positive[] {
  const good = attempts.filter(({ meets }) => meets.includes(demand));
  const distinct = [...new Map(good.map((item) => [item.rollout.text, item])).values()];
  const allRight = attempts.length > 1 && attempts.every(({ reward }) => reward === RIGHT_REWARD);
  if (allRight && random.uniform() >= EASY_CHANCE) return [];
  return random
    .shuffle(distinct)
    .slice(0, allRight ? 1 : MOST_PER_TASK)
    .map(({ attempt, rollout }) => ({
      stream: `solve.${attempt.task.type}`,
      depth: attempt.depth,
      rollout: attempt.id,
      prompt: rollout.job.prompt,
      completion: rollout.tokens,
      weight: 1,
    }));
}

/**
 * Proposer positives: valid new tasks of a reward above 0 (by equation 4, those that some but not all attempts solved), weighted by their
 * reward over the mean reward of all such tasks.
 * A statement appended to a reference is also learnt as writing the whole extended program (hindsight).
 */
export function proposerPositives(proposals: readonly ProposalRecord[]): Positive[] {
  const good = proposals.filter(({ task, reward }) => task && reward > 0);
  const mean = good.reduce((sum, { reward }) => sum + reward, 0) / good.length;
  return good.flatMap(({ rollout, task, reward }): Positive[] => {
    if (!task) return [];
    const { job, tokens } = rollout;
    const weight = Math.min(HEAVIEST, reward / mean);
    const positive: Positive = {
      stream: `propose.${job.type}`,
      depth: task.depth,
      rollout: job.id,
      prompt: job.prompt,
      completion: tokens,
      weight,
    };
    if (job.mode !== 'append') return [positive];
    const prompt = proposePrompt(
      job.type,
      job.references.map((reference) => reference.task),
      'extend',
    );
    const whole = [...encode(`${task.task.program}\nf(${task.task.inputs[0]})`), endToken];
    return [positive, { ...positive, prompt, completion: whole }];
  });
}
