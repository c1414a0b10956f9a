import type { Config } from '../../core/config/schema.ts';
import type { Proposal } from '../../core/runlog/events.ts';
import { signed } from '../style/formatNumber.ts';

/** How a proposal's reward came about, in a sentence. The number itself is the log's. */
export function proposalRewardText(proposal: Proposal, rule: Config['rewardRule'] | undefined): string {
  const reward = signed(proposal.reward);
  if (proposal.verdict.kind === 'refused') return `Not a valid task, so no attempts were made: reward ${reward}.`;
  const n = proposal.probes.length;
  const k = proposal.successes;
  if (k === undefined || n === 0) return `Reward ${reward}.`;
  if (rule === 'validity') return `s = ${k}/${n}. Every valid task earns the same here: reward ${reward}.`;
  if (k === 0) return `s = 0/${n}: out of reach for now${teaches(proposal.reward)}: reward ${reward}.`;
  if (k === n) return `s = ${n}/${n}: it always works${teaches(proposal.reward)}: reward ${reward}.`;
  return `s = ${k}/${n}, so the reward is 1 − s = ${reward}.`;
}

function teaches(reward: number): string {
  return reward > 0 ? '' : ', so there is nothing to learn from it';
}

/** How much of the step's updates a completion was, in words. */
export function weightText(weight: number | undefined): string {
  if (weight === undefined) return 'weight known at the end of the step';
  if (weight === 0) return 'did not train';
  const percent = weight * 100;
  const digits = percent >= 10 ? 0 : percent >= 0.1 ? 1 : 3;
  return `${percent.toFixed(digits)} % of this step’s update`;
}
