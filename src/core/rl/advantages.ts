/**
 * Task-relative REINFORCE++ (TRR++, paper equation 8): within each of the six task × role streams
 * A = (r - mean) / std, mean and (Bessel-corrected) standard deviation over the stream's sequences in this step.
 * With one baseline for all streams (`global`) it is REINFORCE++; with one for each task, GRPO. A group of equal rewards, or of one, has
 * advantage 0.
 *
 * @param rewards one number a sequence
 * @param groups the baseline group of each sequence, e.g. its stream
 * @param counts how often each sequence counts: once, or (reference code) as often as it has tokens
 */
export function relativeAdvantages(
  rewards: readonly number[],
  groups: readonly string[],
  counts: readonly number[] = rewards.map(() => 1),
): number[] {
  const advantages = new Array<number>(rewards.length).fill(0);
  const membersOf = new Map<string, number[]>();
  for (const [index, group] of groups.entries()) {
    const members = membersOf.get(group);
    if (members) members.push(index);
    else membersOf.set(group, [index]);
  }
  for (const members of membersOf.values()) {
    const sum = (value: (index: number) => number) =>
      members.reduce((total, index) => total + counts[index] * value(index), 0);
    const total = sum(() => 1);
    const mean = sum((index) => rewards[index]) / total;
    const variance = sum((index) => (rewards[index] - mean) ** 2) / (total - 1);
    if (!(variance > 1e-12)) continue;
    for (const index of members) advantages[index] = (rewards[index] - mean) / Math.sqrt(variance + 1e-8);
  }
  return advantages;
}
