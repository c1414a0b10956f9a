import type { RunState } from '../runlog/runState.ts';
import { taskTypes } from '../tasks/taskType.ts';
import type { Claim } from './claim.ts';
import { heldoutScore } from './claimOf.ts';

/** How far a run agrees with a claim. */
export interface ClaimCheck {
  /** `waiting`: nothing to compare yet. `band`: not the same run, but every accuracy within what chance explains. */
  verdict: 'waiting' | 'identical' | 'band' | 'diverged';
  /** Last step up to which the trajectory hashes are equal, as far as the claim has them. */
  identicalTo?: number;
  /** Whether the run has reached the claim's last step. */
  complete: boolean;
  sentence: string;
}

/** Compares a run with a claim as far as both go. */
export function checkClaim(claim: Claim, run: RunState): ClaimCheck {
  const points = [...claim.marks.filter(({ step }) => step < claim.step), { step: claim.step, hash: claim.hash }];
  const reached = points.filter(({ step }) => run.hashAt(step) !== undefined);
  const complete = run.hashAt(claim.step) !== undefined;
  if (reached.length === 0) {
    const sentence = `Nothing to compare yet: the claim has its first mark at step ${points[0].step}.`;
    return { verdict: 'waiting', complete, sentence };
  }
  const mismatch = reached.findIndex(({ step, hash }) => !run.hashAt(step)?.startsWith(hash));
  const identicalTo = reached[(mismatch < 0 ? reached.length : mismatch) - 1]?.step;
  if (mismatch < 0) {
    const goal = complete ? '' : ` of ${claim.step}; train on to check the rest`;
    const sentence = `Identical to step ${identicalTo}${goal}. Every proposal, verdict and sampled token is the same.`;
    return { verdict: 'identical', identicalTo, complete, sentence };
  }
  const until = identicalTo === undefined ? 'from the start' : `after step ${identicalTo}`;
  const because = reasonToDiffer(claim, run);
  const outside = firstOutsideBand(claim, run);
  if (!outside) {
    const sentence = `Within the band: not the same run ${until}${because}, but every held-out accuracy agrees within chance.`;
    return { verdict: 'band', identicalTo, complete, sentence };
  }
  const sentence = `Diverged at step ${outside.step}: held-out ${outside.type} is ${percent(outside.ours)} here and ${percent(outside.theirs)} in the claim, more than chance explains. The runs differ ${until}${because}.`;
  return { verdict: 'diverged', identicalTo, complete, sentence };
}

interface Outside {
  step: number;
  type: string;
  ours: number;
  theirs: number;
}

/** The first accuracy that differs by more than two standard errors of the difference of two independent samples. */
function firstOutsideBand(claim: Claim, run: RunState): Outside | undefined {
  for (const mark of claim.marks) {
    const evaluation = run.evaluations.findLast(({ step }) => step === mark.step);
    if (!evaluation) continue;
    for (const type of taskTypes) {
      const theirs = mark.heldout[type];
      const { n, correct } = heldoutScore(evaluation, type);
      if (theirs === undefined || n === 0) continue;
      const ours = correct / n;
      // With a share of 0 or 1 on both sides the formula gives no width: one task more or less is always within.
      const mean = (ours + theirs) / 2;
      const band = Math.max(1 / n, 2 * Math.sqrt((2 * mean * (1 - mean)) / n));
      if (Math.abs(ours - theirs) > band + 0.0005) return { step: mark.step, type, ours, theirs };
    }
  }
  return undefined;
}

/** What the two runs were made with, where that differs: floating-point sums then differ in their last bits. */
function reasonToDiffer(claim: Claim, run: RunState): string {
  const header = run.header;
  if (!header) return '';
  if (header.build !== claim.build) return ` (build ${header.build} here, ${claim.build} there)`;
  if (header.backend !== claim.backend) return ` (${header.backend} here, ${claim.backend} there)`;
  if (header.engine !== claim.engine) return ` (${header.engine} engine here, ${claim.engine} there)`;
  return header.adapter.startsWith(claim.adapter) ? '' : ` (another adapter there: ${claim.adapter})`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
