import { predictedDeadShare } from '../core/health/predictedDeadShare.ts';
import { streamSeries } from '../core/runlog/series.ts';
import { countFaithfulness, faithfulnessShares } from '../core/tasks/faithfulness.ts';
import { allTaskTypes, type Stream, type TaskType } from '../core/tasks/taskType.ts';
import { healthMetrics } from './healthMetrics.ts';
import type { UpdateResult } from './policyGradient.ts';
import type { ProposalRecord } from './proposals.ts';
import type { SampledRollout } from './rollouts.ts';
import type { SelfPlayState } from './selfplayState.ts';
import { judgedChain, type SolvedAttempt } from './solver.ts';

/** What happened in a step. */
export interface StepOutcome {
  proposals: readonly ProposalRecord[];
  solved: readonly SolvedAttempt[];
  /** In the order of `stepMembers`; empty for step 0. */
  advantages: readonly number[];
  update?: UpdateResult;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const deviation = (values: readonly number[]) => {
  const average = mean(values);
  return values.length > 1
    ? Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (values.length - 1))
    : 0;
};

/** All series of a step, named as core/runlog/series.ts says. */
export function stepSeries(
  { proposals, solved, advantages, update }: StepOutcome,
  state: SelfPlayState,
): Record<string, number> {
  const series: Record<string, number> = {};
  const attempts = [...proposals.flatMap(({ probes }) => probes), ...solved];
  const proposed = proposals
    .map(({ rollout, reward, refusal }, i) => ({
      type: rollout.job.type,
      rollout,
      reward,
      advantage: advantages[i] ?? 0,
      wellFormed: refusal?.reason !== 'ill-formed',
    }))
    .filter(({ rollout }) => rollout.tokens.length > 0);
  const answered = solved.map(({ attempt, rollout, reward, judgement }, i) => ({
    type: attempt.task.type,
    rollout,
    reward,
    advantage: advantages[proposals.length + i] ?? 0,
    wellFormed: judgement.verdict.kind !== 'ill-formed',
  }));
  const hasErrors = state.buffers.error.size > 0 || proposed.some(({ type }) => type === 'error');
  for (const type of allTaskTypes) {
    if (type === 'error' && !hasErrors) continue;
    Object.assign(
      series,
      streamMetrics(
        `propose.${type}`,
        proposed.filter((member) => member.type === type),
      ),
    );
    Object.assign(
      series,
      streamMetrics(
        `solve.${type}`,
        answered.filter((member) => member.type === type),
      ),
    );
    Object.assign(
      series,
      proposalMetrics(
        type,
        proposals.filter(({ rollout }) => rollout.job.type === type),
      ),
      reasoningMetrics(type, attempts),
    );
    const answers = solved.filter(({ attempt }) => attempt.task.type === type);
    if (answers.length > 0)
      series[streamSeries(`solve.${type}`, 'accuracy')] = mean(
        answers.map(({ judgement }) => Number(judgement.verdict.kind === 'correct')),
      );
    series[`buffer.${type}`] = state.buffers[type].size;
    series[`frontier.${type}`] = state.frontiers[type].level;
  }
  Object.assign(series, healthMetrics(proposals, attempts));
  if (state.proposed.valid > 0) series['proposals.uniqueShare'] = state.proposed.distinct.size / state.proposed.valid;
  if (update && update.stats.length > 0) {
    // One that was left out stands for the step, so that the alarm tells of it.
    const told = update.stats.find(({ gradientNorm }) => !Number.isFinite(gradientNorm)) ?? update.stats.at(-1)!;
    Object.assign(series, {
      'update.loss': told.loss,
      'update.gradientNorm': told.gradientNorm,
      'update.learningRate': update.learningRate,
      ...(told.kl === undefined ? {} : { 'update.kl': told.kl }),
      ...(told.clippedShare === undefined ? {} : { 'update.clippedShare': told.clippedShare }),
    });
  }
  if (state.pool.size > 0) series['update.positives'] = state.pool.size;
  return series;
}

/** One member of a stream in a step. */
interface Member {
  reward: number;
  advantage: number;
  rollout: SampledRollout;
  wellFormed: boolean;
}

function streamMetrics(stream: Stream, members: readonly Member[]): Record<string, number> {
  if (members.length === 0) return {};
  return {
    [streamSeries(stream, 'reward')]: mean(members.map(({ reward }) => reward)),
    [streamSeries(stream, 'rewardDeviation')]: deviation(members.map(({ reward }) => reward)),
    [streamSeries(stream, 'advantageDeviation')]: deviation(members.map(({ advantage }) => advantage)),
    [streamSeries(stream, 'length')]: mean(members.map(({ rollout }) => rollout.tokens.length)),
    [streamSeries(stream, 'entropy')]: mean(members.flatMap(({ rollout }) => Array.from(rollout.completion.entropies))),
    [streamSeries(stream, 'wellFormed')]: mean(members.map(({ wellFormed }) => Number(wellFormed))),
  };
}

function proposalMetrics(type: TaskType, proposals: readonly ProposalRecord[]): Record<string, number> {
  if (proposals.length === 0) return {};
  const illFormed = proposals.filter(({ refusal }) => refusal?.reason === 'ill-formed').length;
  const valid = proposals.filter(({ task }) => task);
  const series: Record<string, number> = {
    [`proposals.${type}.valid`]: valid.length,
    [`proposals.${type}.illFormed`]: illFormed,
    [`proposals.${type}.invalid`]: proposals.length - valid.length - illFormed,
  };
  if (valid.length > 0) series[`proposals.${type}.depth`] = mean(valid.map(({ task }) => task?.depth ?? 0));
  const solveRates = valid
    .filter(({ probes }) => probes.length > 0)
    .map(({ successes, probes }) => successes / probes.length);
  if (solveRates.length === 0) return series;
  series[`difficulty.${type}.tooHard`] = mean(solveRates.map((rate) => Number(rate === 0)));
  series[`difficulty.${type}.informative`] = mean(solveRates.map((rate) => Number(rate > 0 && rate < 1)));
  series[`difficulty.${type}.tooEasy`] = mean(solveRates.map((rate) => Number(rate === 1)));
  series[`solveRate.${type}`] = mean(solveRates);
  const rollouts = valid.find(({ probes }) => probes.length > 0)?.probes.length ?? 0;
  series[`difficulty.${type}.dead`] = series[`difficulty.${type}.tooHard`] + series[`difficulty.${type}.tooEasy`];
  series[`difficulty.${type}.predictedDead`] = predictedDeadShare(series[`solveRate.${type}`], rollouts);
  return series;
}

/** What the interpreter's trace says of the reasoning in a step's attempts. */
function reasoningMetrics(type: TaskType, attempts: readonly SolvedAttempt[]): Record<string, number> {
  const shares = faithfulnessShares(
    countFaithfulness(attempts.map(judgedChain).filter((chain) => chain.type === type)),
  );
  return Object.fromEntries(Object.entries(shares).map(([name, share]) => [`reasoning.${type}.${name}`, share]));
}
