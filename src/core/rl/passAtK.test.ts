import { describe, expect, it } from 'vitest';
import { passAtK } from './passAtK.ts';

describe('pass@k', () => {
  it('is the share of right attempts for k = 1, and whether there is one for k = n', () => {
    expect(passAtK(8, 3, 1)).toBeCloseTo(3 / 8);
    expect([passAtK(8, 0, 8), passAtK(8, 1, 8)]).toEqual([0, 1]);
  });

  it('is one minus the chance to draw wrong ones only: 1 - C(3, 2) / C(5, 2)', () => {
    expect(passAtK(5, 2, 2)).toBeCloseTo(0.7);
  });

  it('refuses more attempts than there are', () => {
    expect(() => passAtK(8, 3, 9)).toThrow('pass@9 needs at least 9 attempts; there are 8.');
  });
});
