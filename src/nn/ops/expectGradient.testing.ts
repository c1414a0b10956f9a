import { expect } from 'vitest';
import { RandomStream } from '../../core/rng.ts';

const random = new RandomStream({ seed: 3, purpose: 2, step: 0, item: 0 });
export const noise = (count: number) => Float64Array.from({ length: count }, () => random.normal());
export const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Holds a gradient of dy · op(x) against finite differences in every number of x. */
export function expectGradient(x: Float64Array, gradient: Float64Array, objective: () => number): void {
  for (let i = 0; i < x.length; i++) {
    const saved = x[i];
    x[i] = saved + 1e-6;
    const above = objective();
    x[i] = saved - 1e-6;
    const below = objective();
    x[i] = saved;
    expect(gradient[i], `number ${i}`).toBeCloseTo((above - below) / 2e-6, 6);
  }
}
