/**
 * Share of groups that teach nothing: all n rollouts wrong, or all right, so that every reward in the group is equal. If every task
 * were solved with the same chance p it would be pⁿ + (1 − p)ⁿ; tasks that differ in difficulty make more dead groups than that.
 */
export function predictedDeadShare(solveRate: number, rollouts: number): number {
  return solveRate ** rollouts + (1 - solveRate) ** rollouts;
}
