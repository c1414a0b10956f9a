import { expect, it } from 'vitest';
import { Purpose, uniformAt } from '../../core/rng.ts';
import { drawToken } from './drawToken.ts';

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
