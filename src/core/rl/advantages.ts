/**
 * Task-relative REINFORCE++ (TRR++, paper equation 8): within each of the six task × role streams
 * A = (r - mean) / std, mean and (Bessel-corrected) standard deviation over the stream's sequences in this step.
 * With one baseline for all streams (`global`) it is REINFORCE++. A group of equal rewards, or of one, has advantage 0.
 *
 * @param rewards one number a sequence
 * @param groups the baseline group of each sequence, e.g. its stream
 */
export function relativeAdvantages(rewards: readonly number[], groups: readonly string[]): number[] {
  const advantages = new Array<number>(rewards.length).fill(0);
  for (const group of new Set(groups)) {
    const members = groups.flatMap((name, index) => (name === group ? [index] : []));
    const mean = members.reduce((sum, index) => sum + rewards[index], 0) / members.length;
    const variance = members.reduce((sum, index) => sum + (rewards[index] - mean) ** 2, 0) / (members.length - 1);
    if (!(variance > 1e-12)) continue;
    for (const index of members) advantages[index] = (rewards[index] - mean) / Math.sqrt(variance + 1e-8);
  }
  return advantages;
}
