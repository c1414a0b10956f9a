/**
 * The unbiased estimate of pass@k from `n` attempts of which `correct` were right: 1 - C(n - c, k) / C(n, k), the chance that k of the n
 * drawn without replacement hold a right one (Chen et al. 2021, https://arxiv.org/abs/2107.03374).
 * @throws RangeError when k is not within 1 and n
 */
export function passAtK(n: number, correct: number, k: number): number {
  if (k < 1 || k > n) throw new RangeError(`pass@${k} needs at least ${k} attempts; there are ${n}.`);
  let allWrong = 1;
  for (let i = 0; i < k; i++) allWrong *= Math.max(0, n - correct - i) / (n - i);
  return 1 - allWrong;
}
