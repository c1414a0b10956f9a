import { exp4, log, madd, maxLanes, sumLanes } from './arithmetic.as';

/**
 * What happens to rows of logits: the loss with its gradient, log-probs alone, and drawing a token.
 * A row has `vocabulary` logits and room up to the next multiple of 8.
 */

// @ts-ignore: decorator
@inline
function padRow(row: usize, vocabulary: i32, padded: i32, value: f32): void {
  for (let v = vocabulary; v < padded; v++) store<f32>(row + <usize>v * 4, value);
}

// @ts-ignore: decorator
@inline
function maxOfRow(row: usize, end: usize): f32 {
  let top = f32x4.splat(-Infinity);
  for (let p = row; p < end; p += 16) top = f32x4.pmax(top, v128.load(p));
  return maxLanes(top);
}

/**
 * Replaces logits by their gradient of Σ weight · (−ln p[target]) − Σ entropyBonus · H, and adds to the two f64 at `sums`:
 * Σ weight · (−ln p) and Σ H. With y = z − max and L = ln Σ e^y: ln p = y − L and H = L − Σ p · y.
 */
export function lossAndGradient(
  logits: usize,
  targets: usize,
  weights: usize,
  rows: i32,
  vocabulary: i32,
  entropyBonus: f32,
  sums: usize,
): void {
  const padded = (vocabulary + 7) & ~7;
  const stride = <usize>padded * 4;
  let loss = load<f64>(sums);
  let entropySum = load<f64>(sums, 8);
  for (let r = 0; r < rows; r++) {
    const end = logits + stride;
    padRow(logits, vocabulary, padded, -Infinity);
    const target = logits + <usize>load<i32>(targets + <usize>r * 4) * 4;
    const weight = load<f32>(weights + <usize>r * 4);
    const highest = maxOfRow(logits, end);
    const targetShifted = load<f32>(target) - highest;
    const highest4 = f32x4.splat(highest);
    let sum = f32x4.splat(0);
    let dot = f32x4.splat(0);
    for (let p = logits; p < end; p += 16) {
      // The largest number in place of −∞ keeps 0 · y finite in the padding.
      const y = f32x4.pmax(f32x4.sub(v128.load(p), highest4), f32x4.splat(-1e30));
      const e = exp4(y);
      sum = f32x4.add(sum, e);
      dot = madd(e, y, dot);
      if (entropyBonus == 0) v128.store(p, e);
      else v128.store(p, y);
    }
    const total = <f64>sumLanes(sum);
    const logTotal = log(total);
    const entropy = logTotal - <f64>sumLanes(dot) / total;
    loss += <f64>weight * (logTotal - <f64>targetShifted);
    entropySum += entropy;
    if (entropyBonus == 0) {
      const factor = f32x4.splat(<f32>(<f64>weight / total));
      for (let p = logits; p < end; p += 16) v128.store(p, f32x4.mul(v128.load(p), factor));
    } else {
      // p · (weight + bonus · (ln p + H)), with p and ln p from y.
      const log4 = f32x4.splat(<f32>logTotal);
      const bonus4 = f32x4.splat(entropyBonus);
      const base4 = f32x4.splat(weight + entropyBonus * <f32>entropy);
      for (let p = logits; p < end; p += 16) {
        const logP = f32x4.sub(v128.load(p), log4);
        v128.store(p, f32x4.mul(exp4(logP), madd(bonus4, logP, base4)));
      }
    }
    store<f32>(target, load<f32>(target) - weight);
    padRow(logits, vocabulary, padded, 0);
    logits = end;
  }
  store<f64>(sums, loss);
  store<f64>(sums, entropySum, 8);
}

/** out[r] = ln p(targets[r]). */
export function targetLogProbs(out: usize, logits: usize, targets: usize, rows: i32, vocabulary: i32): void {
  const padded = (vocabulary + 7) & ~7;
  for (let r = 0; r < rows; r++) {
    const end = logits + <usize>padded * 4;
    padRow(logits, vocabulary, padded, -Infinity);
    const highest = maxOfRow(logits, end);
    const highest4 = f32x4.splat(highest);
    let sum = f32x4.splat(0);
    for (let p = logits; p < end; p += 16) sum = f32x4.add(sum, exp4(f32x4.sub(v128.load(p), highest4)));
    const shifted = load<f32>(logits + <usize>load<i32>(targets + <usize>r * 4) * 4) - highest;
    store<f32>(out + <usize>r * 4, <f32>(<f64>shifted - log(<f64>sumLanes(sum))));
    logits = end;
  }
}

// @ts-ignore: decorator
@inline
function turn(x: u32, by: u32): u32 {
  return rotl<u32>(x, by);
}

/** First word of Threefry-2x32 with 20 rounds, as src/core/rng.ts. */
export function threefry(k0: u32, k1: u32, c0: u32, c1: u32): u32 {
  const k2 = 0x1bd11bda ^ k0 ^ k1;
  let x0 = c0 + k0;
  let x1 = c1 + k1;
  for (let group: u32 = 0; group < 5; group++) {
    const odd = (group & 1) != 0;
    x0 += x1;
    x1 = turn(x1, odd ? 17 : 13) ^ x0;
    x0 += x1;
    x1 = turn(x1, odd ? 29 : 15) ^ x0;
    x0 += x1;
    x1 = turn(x1, odd ? 16 : 26) ^ x0;
    x0 += x1;
    x1 = turn(x1, odd ? 24 : 6) ^ x0;
    const a = (group + 1) % 3;
    const b = (group + 2) % 3;
    x0 += a == 0 ? k0 : a == 1 ? k1 : k2;
    x1 += (b == 0 ? k0 : b == 1 ? k1 : k2) + group + 1;
  }
  return x0;
}

/** Tokens whose probabilities are added up before the draw looks inside. */
const GROUP: i32 = 16;

/**
 * Draws one token a row and writes {token: i32, logProb: f32, entropy: f32} at `out`. `draws` holds for every row the two counter
 * words (item, position). The token is the first whose cumulated probability exceeds the uniform number; temperature 0 takes
 * the largest logit, the lowest id on ties, with the log-prob of temperature 1. Logits are overwritten.
 */
export function drawTokens(
  out: usize,
  logits: usize,
  draws: usize,
  rows: i32,
  vocabulary: i32,
  temperature: f32,
  k0: u32,
  k1: u32,
): void {
  const padded = (vocabulary + 7) & ~7;
  const inverse = f32x4.splat(temperature == 0 ? <f32>1 : <f32>1 / temperature);
  for (let r = 0; r < rows; r++) {
    const end = logits + <usize>padded * 4;
    padRow(logits, vocabulary, padded, -Infinity);
    const highest = maxOfRow(logits, end);
    let token = 0;
    if (temperature == 0) while (load<f32>(logits + <usize>token * 4) != highest) token++;
    const highest4 = f32x4.splat(highest);
    let sum = f32x4.splat(0);
    let dot = f32x4.splat(0);
    for (let p = logits; p < end; p += 16) {
      const y = f32x4.pmax(f32x4.mul(f32x4.sub(v128.load(p), highest4), inverse), f32x4.splat(-1e30));
      const e = exp4(y);
      v128.store(p, e);
      sum = f32x4.add(sum, e);
      dot = madd(e, y, dot);
    }
    const total = <f64>sumLanes(sum);
    const logTotal = log(total);
    if (temperature != 0) {
      const word = threefry(k0, k1, load<u32>(draws + <usize>r * 8), load<u32>(draws + <usize>r * 8, 4));
      const threshold = (<f64>(word >>> 9) + 0.5) * 1.1920928955078125e-7 * total;
      let cumulated: f64 = 0;
      let p = logits;
      // Whole groups first: the running sum is a chain of dependent additions.
      while (p + GROUP * 4 < end) {
        let part = f32x4.add(v128.load(p), v128.load(p, 16));
        part = f32x4.add(part, f32x4.add(v128.load(p, 32), v128.load(p, 48)));
        const next = cumulated + <f64>sumLanes(part);
        if (next > threshold) break;
        cumulated = next;
        p += GROUP * 4;
      }
      const lastToken = logits + <usize>(vocabulary - 1) * 4;
      while (p < lastToken) {
        cumulated += <f64>load<f32>(p);
        if (cumulated > threshold) break;
        p += 4;
      }
      token = <i32>((p - logits) >> 2);
    }
    // The chosen probability was overwritten by e^y: its logarithm gives y back.
    const chosen = <f64>load<f32>(logits + <usize>token * 4);
    store<i32>(out, token);
    store<f32>(out, <f32>((chosen > 0 ? log(chosen) : -87) - logTotal), 4);
    store<f32>(out, <f32>(logTotal - <f64>sumLanes(dot) / total), 8);
    out += 12;
    logits = end;
  }
}
