import { exp4, log, madd, maxLanes, sumLanes } from './arithmetic.as';

/**
 * What happens to rows of logits: the loss with its gradient, log-probs alone, and drawing a token.
 * A row has `vocabulary` logits and room up to the next multiple of 16.
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

/** logit − highest; −1e30 in place of −∞, so that 0 · y stays finite in the padding. */
// @ts-ignore: decorator
@inline
function shift4(p: usize, highest: v128): v128 {
  return f32x4.pmax(f32x4.sub(v128.load(p), highest), f32x4.splat(-1e30));
}

/** e^x of one number. */
// @ts-ignore: decorator
@inline
function exp1(x: f64): f64 {
  return <f64>f32x4.extract_lane(exp4(f32x4.splat(<f32>x)), 0);
}

/** a − b, at most 20 either way, so that ratios stay finite. */
// @ts-ignore: decorator
@inline
function difference(a: f64, b: f64): f64 {
  return min<f64>(20, max<f64>(-20, a - b));
}

/**
 * Replaces logits by their gradient of the loss − Σ entropyBonus · H + Σ klCoefficient · divergence, terms as
 * ops/head/tokenLoss.ref.ts defines them, and adds to the four f64 at `sums`: loss, Σ H, Σ divergence and how many rows were clipped.
 * With y = z − max and L = ln Σ e^y: ln p = y − L and H = L − Σ p · y.
 */
export function lossAndGradient(
  logits: usize,
  targets: usize,
  weights: usize,
  sampled: usize,
  reference: usize,
  rows: i32,
  vocabulary: i32,
  clipRatio: f64,
  entropyBonus: f32,
  klCoefficient: f64,
  sums: usize,
): void {
  const padded = (vocabulary + 15) & ~15;
  const stride = <usize>padded * 4;
  let loss = load<f64>(sums);
  let entropySum = load<f64>(sums, 8);
  let klSum = load<f64>(sums, 16);
  let clipped = load<f64>(sums, 24);
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
    for (let p = logits; p < end; p += 64) {
      const y0 = shift4(p, highest4);
      const y1 = shift4(p + 16, highest4);
      const y2 = shift4(p + 32, highest4);
      const y3 = shift4(p + 48, highest4);
      const e0 = exp4(y0);
      const e1 = exp4(y1);
      const e2 = exp4(y2);
      const e3 = exp4(y3);
      sum = f32x4.add(sum, f32x4.add(f32x4.add(e0, e1), f32x4.add(e2, e3)));
      dot = madd(e0, y0, dot);
      dot = madd(e1, y1, dot);
      dot = madd(e2, y2, dot);
      dot = madd(e3, y3, dot);
      const keepLogs = entropyBonus != 0;
      v128.store(p, keepLogs ? y0 : e0);
      v128.store(p, keepLogs ? y1 : e1, 16);
      v128.store(p, keepLogs ? y2 : e2, 32);
      v128.store(p, keepLogs ? y3 : e3, 48);
    }
    const total = <f64>sumLanes(sum);
    const logTotal = log(total);
    const entropy = logTotal - <f64>sumLanes(dot) / total;
    entropySum += entropy;
    // What p − [target] is multiplied with: −∂/∂ln p of this row's loss and divergence.
    let slope = weight;
    const logP = <f64>targetShifted - logTotal;
    if (clipRatio == 0) {
      loss += <f64>weight * -logP;
    } else {
      const ratio = exp1(difference(logP, <f64>load<f32>(sampled + <usize>r * 4)));
      const bound: f64 = weight > 0 ? 1 + clipRatio : 1 - clipRatio;
      const over = (ratio - bound) * <f64>weight > 0;
      loss -= <f64>weight * (over ? bound : ratio);
      slope = over ? 0 : <f32>(<f64>weight * ratio);
      if (over) clipped += 1;
    }
    if (klCoefficient != 0) {
      const d = difference(<f64>load<f32>(reference + <usize>r * 4), logP);
      klSum += exp1(d) - d - 1;
      slope += <f32>(klCoefficient * (exp1(d) - 1));
    }
    if (entropyBonus == 0) {
      const factor = f32x4.splat(<f32>(<f64>slope / total));
      for (let p = logits; p < end; p += 16) v128.store(p, f32x4.mul(v128.load(p), factor));
    } else {
      // p · (slope + bonus · (ln p + H)), with p and ln p from y.
      const log4 = f32x4.splat(<f32>logTotal);
      const bonus4 = f32x4.splat(entropyBonus);
      const base4 = f32x4.splat(slope + entropyBonus * <f32>entropy);
      for (let p = logits; p < end; p += 32) {
        const logP0 = f32x4.sub(v128.load(p), log4);
        const logP1 = f32x4.sub(v128.load(p, 16), log4);
        v128.store(p, f32x4.mul(exp4(logP0), madd(bonus4, logP0, base4)));
        v128.store(p, f32x4.mul(exp4(logP1), madd(bonus4, logP1, base4)), 16);
      }
    }
    store<f32>(target, load<f32>(target) - slope);
    padRow(logits, vocabulary, padded, 0);
    logits = end;
  }
  store<f64>(sums, loss);
  store<f64>(sums, entropySum, 8);
  store<f64>(sums, klSum, 16);
  store<f64>(sums, clipped, 24);
}

/** out[r] = ln p(targets[r]). */
export function targetLogProbs(out: usize, logits: usize, targets: usize, rows: i32, vocabulary: i32): void {
  const padded = (vocabulary + 15) & ~15;
  for (let r = 0; r < rows; r++) {
    const end = logits + <usize>padded * 4;
    padRow(logits, vocabulary, padded, -Infinity);
    const highest = maxOfRow(logits, end);
    const highest4 = f32x4.splat(highest);
    let sum = f32x4.splat(0);
    for (let p = logits; p < end; p += 64) {
      const e01 = f32x4.add(exp4(shift4(p, highest4)), exp4(shift4(p + 16, highest4)));
      const e23 = f32x4.add(exp4(shift4(p + 32, highest4)), exp4(shift4(p + 48, highest4)));
      sum = f32x4.add(sum, f32x4.add(e01, e23));
    }
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

/** Sum of the weights of a row that are at least `floor`. */
// @ts-ignore: decorator
@inline
function massFrom(row: usize, end: usize, floor: f32): f64 {
  const floor4 = f32x4.splat(floor);
  let sum = f32x4.splat(0);
  for (let p = row; p < end; p += 64) {
    const w0 = v128.load(p);
    const w1 = v128.load(p, 16);
    const w2 = v128.load(p, 32);
    const w3 = v128.load(p, 48);
    const w01 = f32x4.add(v128.and(w0, f32x4.ge(w0, floor4)), v128.and(w1, f32x4.ge(w1, floor4)));
    const w23 = f32x4.add(v128.and(w2, f32x4.ge(w2, floor4)), v128.and(w3, f32x4.ge(w3, floor4)));
    sum = f32x4.add(sum, f32x4.add(w01, w23));
  }
  return <f64>sumLanes(sum);
}

/**
 * The smallest weight of the nucleus: the largest one such that the weights from it on have the sum `least`. The largest weight is 1;
 * bisects the bits, which are in the order of the numbers.
 */
function nucleusFloor(row: usize, end: usize, least: f64): f32 {
  if (massFrom(row, end, 1) >= least) return 1;
  let low: u32 = 0;
  let high: u32 = 0x3f800000;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (massFrom(row, end, reinterpret<f32>(middle)) >= least) low = middle;
    else high = middle;
  }
  return reinterpret<f32>(low);
}

/** Leaves of a row of weights those of its nucleus and returns their sum; `topP` 1 leaves all. */
function keepNucleus(row: usize, end: usize, topP: f64): f64 {
  const all = massFrom(row, end, 0);
  if (topP == 1) return all;
  const floor = nucleusFloor(row, end, topP * all);
  const floor4 = f32x4.splat(floor);
  for (let p = row; p < end; p += 16) v128.store(p, v128.and(v128.load(p), f32x4.ge(v128.load(p), floor4)));
  return massFrom(row, end, floor);
}

/** Writes e^(scaled difference from the largest allowed logit) at `out`, 0 where the mask is 0, and returns that largest logit. */
function allowedWeights(out: usize, logits: usize, end: usize, mask: usize, inverse: v128): f32 {
  const none = f32x4.splat(-Infinity);
  const length = end - logits;
  let top = none;
  for (let j: usize = 0; j < length; j += 16) {
    top = f32x4.pmax(top, v128.bitselect(v128.load(logits + j), none, v128.load(mask + j)));
  }
  const highest = maxLanes(top);
  const highest4 = f32x4.splat(highest);
  for (let j: usize = 0; j < length; j += 16) {
    const e = exp4(f32x4.mul(shift4(logits + j, highest4), inverse));
    v128.store(out + j, v128.and(e, v128.load(mask + j)));
  }
  return highest;
}

/**
 * Draws one token a row and writes {token: i32, logProb: f32, entropy: f32} at `out`. `draws` holds for every row the two counter
 * words (item, position), and `masks` the address of its mask, all ones for an allowed token and 0 for another, or 0 where all are allowed.
 * The token is the first whose cumulated probability, among those allowed and of the nucleus, exceeds the uniform number; temperature 0
 * takes the largest allowed logit, the lowest id on ties. Log-prob and entropy are those of all tokens, at temperature 1 for 0. Logits are
 * overwritten; `scratch` has room for a row.
 */
export function drawTokens(
  out: usize,
  logits: usize,
  draws: usize,
  masks: usize,
  rows: i32,
  vocabulary: i32,
  temperature: f32,
  topP: f64,
  k0: u32,
  k1: u32,
  scratch: usize,
): void {
  const padded = (vocabulary + 15) & ~15;
  const inverse = f32x4.splat(temperature == 0 ? <f32>1 : <f32>1 / temperature);
  for (let r = 0; r < rows; r++) {
    const end = logits + <usize>padded * 4;
    padRow(logits, vocabulary, padded, -Infinity);
    const highest = maxOfRow(logits, end);
    const mask = <usize>load<u32>(masks + <usize>r * 4);
    const weights = mask == 0 ? logits : scratch;
    const best = mask == 0 ? highest : allowedWeights(scratch, logits, end, mask, inverse);
    let token = 0;
    if (temperature == 0) {
      while (
        load<f32>(logits + <usize>token * 4) != best ||
        (mask != 0 && load<u32>(mask + <usize>token * 4) == 0)
      ) {
        token++;
      }
    }
    const highest4 = f32x4.splat(highest);
    let sum = f32x4.splat(0);
    let dot = f32x4.splat(0);
    for (let p = logits; p < end; p += 64) {
      const y0 = f32x4.mul(shift4(p, highest4), inverse);
      const y1 = f32x4.mul(shift4(p + 16, highest4), inverse);
      const y2 = f32x4.mul(shift4(p + 32, highest4), inverse);
      const y3 = f32x4.mul(shift4(p + 48, highest4), inverse);
      const e0 = exp4(y0);
      const e1 = exp4(y1);
      const e2 = exp4(y2);
      const e3 = exp4(y3);
      v128.store(p, e0);
      v128.store(p, e1, 16);
      v128.store(p, e2, 32);
      v128.store(p, e3, 48);
      sum = f32x4.add(sum, f32x4.add(f32x4.add(e0, e1), f32x4.add(e2, e3)));
      dot = madd(e0, y0, dot);
      dot = madd(e1, y1, dot);
      dot = madd(e2, y2, dot);
      dot = madd(e3, y3, dot);
    }
    const total = <f64>sumLanes(sum);
    const logTotal = log(total);
    if (temperature != 0) {
      const limited = mask != 0 || topP != 1;
      const mass = limited ? keepNucleus(weights, weights + <usize>padded * 4, topP) : total;
      const word = threefry(k0, k1, load<u32>(draws + <usize>r * 8), load<u32>(draws + <usize>r * 8, 4));
      const threshold = (<f64>(word >>> 9) + 0.5) * 1.1920928955078125e-7 * mass;
      let cumulated: f64 = 0;
      let p = weights;
      const lastGroup = weights + <usize>padded * 4 - 64;
      // Whole groups of 16 first: the running sum is a chain of dependent additions.
      while (p < lastGroup) {
        let part = f32x4.add(v128.load(p), v128.load(p, 16));
        part = f32x4.add(part, f32x4.add(v128.load(p, 32), v128.load(p, 48)));
        const next = cumulated + <f64>sumLanes(part);
        if (next > threshold) break;
        cumulated = next;
        p += 64;
      }
      const lastToken = weights + <usize>(vocabulary - 1) * 4;
      while (p < lastToken) {
        cumulated += <f64>load<f32>(p);
        if (cumulated > threshold) break;
        p += 4;
      }
      // Rounding may carry the sum past the last token that can be drawn.
      while (limited && load<f32>(p) == 0) p -= 4;
      token = <i32>((p - weights) >> 2);
    }
    // The chosen logit was overwritten by e^y, with y from the best one that is allowed: its logarithm gives y back.
    const chosen = <f64>load<f32>(weights + <usize>token * 4);
    const below = <f64>((best - highest) * f32x4.extract_lane(inverse, 0));
    store<i32>(out, token);
    store<f32>(out, <f32>((chosen > 0 ? log(chosen) : -87) + below - logTotal), 4);
    store<f32>(out, <f32>(logTotal - <f64>sumLanes(dot) / total), 8);
    out += 12;
    logits = end;
  }
}
