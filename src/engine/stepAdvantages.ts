import type { Config } from '../core/config/schema.ts';
import { relativeAdvantages } from '../core/rl/advantages.ts';
import type { ProposalRecord } from './proposals.ts';
import type { SampledRollout } from './rollouts.ts';
import type { SolvedAttempt } from './solver.ts';

/** A completion of a step with what it earned. */
export interface Member {
  rollout: SampledRollout;
  reward: number;
  /** What its reward is held against. */
  group: string;
}

/**
 * The completions of a step that have an advantage, in this order: proposals, solver rollouts and, where they are trained on
 * (`trainProbes`) or are part of a task's baseline (`group`), probes.
 */
export function stepMembers(
  proposals: readonly ProposalRecord[],
  solved: readonly SolvedAttempt[],
  { baseline, trainProbes }: Config,
): Member[] {
  const probes = trainProbes || baseline === 'group' ? proposals.flatMap((record) => record.probes) : [];
  const group = (stream: string, task?: string) =>
    baseline === 'global' ? 'all' : baseline === 'group' && task ? `${stream} ${task}` : stream;
  return [
    ...proposals.map(({ rollout, reward }) => ({ rollout, reward, group: group(`propose.${rollout.job.type}`) })),
    ...[...solved, ...probes].map(({ attempt, rollout, reward }) => ({
      rollout,
      reward,
      group: group(`solve.${attempt.task.type}`, attempt.buffered?.id),
    })),
  ];
}

/** Advantage of each member, by the settings `baseline` and `whitening`. */
export function stepAdvantages(members: readonly Member[], { whitening }: Config): number[] {
  return relativeAdvantages(
    members.map(({ reward }) => reward),
    members.map(({ group }) => group),
    whitening === 'token' ? members.map(({ rollout }) => rollout.tokens.length) : undefined,
  );
}
