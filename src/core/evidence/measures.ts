import type { ClaimMeasure } from '../config/presets.ts';
import { RIGHT_REWARD, WRONG_REWARD } from '../rl/rewards.ts';
import { taskTypes } from '../tasks/taskType.ts';
import type { EvidenceResult } from './evidence.ts';
import { meanTrend } from './meanTrend.ts';
import { percentText, pointsText, type Spread, signedText, spreadText } from './statistics.ts';

/** Something other than held-out accuracy that a claim is about, as it stands in what is kept of a run. */
export interface Measure {
  /** In a few words. */
  label: string;
  /** What exactly was measured, to stand after the label and a colon. */
  help: string;
  /** A value, and a difference of two, with what they count. */
  value(spread: Spread): string;
  difference(spread: Spread): string;
  /** What a run came to, and where it began if that was measured; undefined where the run recorded nothing of it. */
  of(result: EvidenceResult): { before?: number; after: number } | undefined;
}

const inPercent = {
  value: (spread: Spread) => `${percentText(spread)} %`,
  difference: (spread: Spread) => `${pointsText(spread)} points`,
};
const withDecimals = (decimals: number) => ({
  value: (spread: Spread) => spreadText(spread, decimals),
  difference: (spread: Spread) => signedText(spread, decimals),
});

export const measures: Record<ClaimMeasure, Measure> = {
  unsolved: {
    label: 'Tasks that nobody solves',
    help: 'share of the valid proposals that no attempt solved, the mean of the task types.',
    ...inPercent,
    of: ({ trends }) => ends(meanTrend(trends, (type) => `difficulty.${type}.tooHard`)),
  },
  distinct: {
    label: 'Distinct programs',
    help: 'share of the valid deduction and abduction proposals, over the whole run.',
    ...inPercent,
    of: ({ uniqueShare }) => (uniqueShare === null ? undefined : { after: uniqueShare }),
  },
  depth: {
    label: 'Depth of proposals',
    help: 'statements of a valid deduction or abduction proposal, in the mean.',
    ...withDecimals(1),
    of: ({ trends }) => ends(meanTrend(trends, (type) => `proposals.${type}.depth`, ['deduction', 'abduction'])),
  },
  rewardRise: {
    label: 'Rise of the reward',
    help: "the solver's mean reward in the last five steps, less that in the first five.",
    ...withDecimals(2),
    of: ({ trends }) => {
      const reward = meanTrend(trends, (type) => `solve.${type}.reward`);
      return reward && { after: reward.last - reward.first };
    },
  },
  unearned: {
    label: 'Paid as right, and not right',
    help: 'share of the answers that are paid for as right, as the mean reward tells it, less the share that the interpreter finds right. One that cannot be read counts a third less than none.',
    ...inPercent,
    of: ({ trends }) => {
      const reward = meanTrend(trends, (type) => `solve.${type}.reward`);
      const right = meanTrend(trends, (type) => `solve.${type}.accuracy`);
      if (!reward || !right) return undefined;
      const unearned = (end: 'first' | 'last') =>
        (reward[end] - WRONG_REWARD) / (RIGHT_REWARD - WRONG_REWARD) - right[end];
      return { before: unearned('first'), after: unearned('last') };
    },
  },
  trueValues: {
    label: 'Stated values that are true',
    help: 'of the values stated on the way to held-out answers that can be read, the mean of the task types, before → after self-play.',
    ...inPercent,
    of: ({ reasoning }) => {
      const counts = taskTypes.flatMap((type) => reasoning?.[type] ?? []);
      const shareOf = (end: 'before' | 'after') => {
        const shares = counts.flatMap(({ [end]: { stated, true: right } }) => (stated > 0 ? [right / stated] : []));
        return shares.length > 0 ? shares.reduce((sum, share) => sum + share, 0) / shares.length : undefined;
      };
      const [before, after] = [shareOf('before'), shareOf('after')];
      return after === undefined ? undefined : { before, after };
    },
  },
};

function ends(trend: { first: number; last: number } | undefined) {
  return trend && { before: trend.first, after: trend.last };
}
