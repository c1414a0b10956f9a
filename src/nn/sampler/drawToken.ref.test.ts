import { expect, it } from 'vitest';
import { Purpose, uniformAt } from '../../core/rng.ts';
import { type DrawLimits, drawToken } from './drawToken.ref.ts';

const probabilities = [0.1, 0.4, 0.05, 0.25, 0.2];
const logits = Float64Array.from(probabilities, (p) => Math.log(p) + 3);

it('inverts the cumulative distribution in token order', () => {
  const tokens = [0.05, 0.11, 0.49, 0.51, 0.54, 0.56, 0.79, 0.81, 0.9999999].map((u) => drawToken(logits, 1, u).token);
  expect(tokens).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4]);
});

it('is greedy at temperature 0, with the lowest id on ties and the distribution of temperature 1', () => {
  const draw = drawToken(Float64Array.of(0, 2, 1, 2), 0, 0.999);
  expect(draw.token).toBe(1);
  const sum = 1 + 2 * Math.exp(2) + Math.E;
  expect(draw.logProb).toBeCloseTo(2 - Math.log(sum), 12);
});

it('reports log-prob and entropy of the tempered distribution', () => {
  const tempered = probabilities.map((p) => p ** 2);
  const sum = tempered.reduce((a, b) => a + b);
  const draw = drawToken(logits, 0.5, 0.001);
  expect(draw.logProb).toBeCloseTo(Math.log(tempered[0] / sum), 12);
  expect(draw.entropy).toBeCloseTo(-tempered.reduce((h, p) => h + (p / sum) * Math.log(p / sum), 0), 12);
});

it('draws from the most probable tokens whose probability reaches topP, in their proportions', () => {
  const tokens = (topP: number) =>
    Array.from({ length: 100 }, (_, i) => drawToken(logits, 1, (i + 0.5) / 100, { topP }).token);
  const counts = (topP: number) => [0, 1, 2, 3, 4].map((v) => tokens(topP).filter((token) => token === v).length);
  expect(counts(1)).toEqual([10, 40, 5, 25, 20]);
  expect(counts(0.39)).toEqual([0, 100, 0, 0, 0]);
  expect(counts(0.41)).toEqual([0, 62, 0, 38, 0]); // 0.4 and 0.25 of 0.65
  expect(counts(0.86)).toEqual([11, 42, 0, 26, 21]); // all but token 2, of 0.95
  expect(counts(1e-9)).toEqual([0, 100, 0, 0, 0]);
});

it('keeps tokens of equal probability together', () => {
  const even = new Float64Array(4);
  const tokens = [0.1, 0.3, 0.6, 0.9].map((uniform) => drawToken(even, 1, uniform, { topP: 0.2 }).token);
  expect(tokens).toEqual([0, 1, 2, 3]);
});

it('draws only what is allowed, and counts the nucleus among that', () => {
  const draw = (uniform: number, limits: DrawLimits, temperature = 1) =>
    drawToken(logits, temperature, uniform, { allowed: [4, 0, 2], ...limits }).token;
  // 0.1, 0.05 and 0.2 of 0.35.
  expect([0.28, 0.29, 0.42, 0.44, 0.99].map((uniform) => draw(uniform, {}))).toEqual([0, 2, 2, 4, 4]);
  expect([0.1, 0.5, 0.99].map((uniform) => draw(uniform, { topP: 0.57 }))).toEqual([4, 4, 4]);
  expect([0.3, 0.34, 0.99].map((uniform) => draw(uniform, { topP: 0.58 }))).toEqual([0, 4, 4]);
  expect(draw(0, {}, 0)).toBe(4);
});

it('reports log-prob and entropy of all tokens, whatever may be drawn', () => {
  const draw = drawToken(logits, 1, 0.5, { allowed: [2], topP: 0.1 });
  expect(draw.token).toBe(2);
  expect(draw.logProb).toBeCloseTo(Math.log(0.05), 12);
  expect(draw.entropy).toBeCloseTo(-probabilities.reduce((h, p) => h + p * Math.log(p), 0), 12);
});

it('draws with the right frequencies for every item of a batch', () => {
  const draws = 2000;
  for (let item = 0; item < 16; item++) {
    const counts = new Float64Array(5);
    for (let step = 0; step < draws; step++) {
      counts[drawToken(logits, 1, uniformAt({ seed: 3, purpose: Purpose.sampleSolve, step, item }, 0)).token]++;
    }
    const chiSquare = probabilities.reduce((sum, p, v) => sum + (counts[v] - draws * p) ** 2 / (draws * p), 0);
    expect(chiSquare, `item ${item}`).toBeLessThan(23.5); // 4 degrees of freedom: p = 1e-4
  }
});
