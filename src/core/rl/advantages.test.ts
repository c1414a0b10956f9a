import { describe, expect, it } from 'vitest';
import { relativeAdvantages } from './advantages.ts';

describe('task-relative advantages', () => {
  it('whiten within each group', () => {
    const advantages = relativeAdvantages([1, -1, 0, 10, 20], ['a', 'a', 'a', 'b', 'b']);
    expect(advantages[0]).toBeCloseTo(1, 6);
    expect(advantages[1]).toBeCloseTo(-1, 6);
    expect(advantages[2]).toBeCloseTo(0, 6);
    expect(advantages[3]).toBeCloseTo(-Math.SQRT1_2, 6);
    expect(advantages[4]).toBeCloseTo(Math.SQRT1_2, 6);
  });

  it('are zero where rewards are equal or alone', () => {
    expect(relativeAdvantages([0.1, 0.1, 0.1, 5], ['a', 'a', 'a', 'b'])).toEqual([0, 0, 0, 0]);
  });

  it('differ from one global baseline', () => {
    const rewards = [1, 0, -1, -0.5];
    const [own] = relativeAdvantages(rewards, ['a', 'a', 'b', 'b']);
    const [global] = relativeAdvantages(rewards, ['all', 'all', 'all', 'all']);
    expect(own).toBeCloseTo(Math.SQRT1_2, 6);
    expect(global).toBeCloseTo((1 + 0.125) / Math.sqrt((1.125 ** 2 + 0.125 ** 2 + 0.875 ** 2 + 0.375 ** 2) / 3), 6);
  });

  it('count long sequences as often as they have tokens, when told to', () => {
    // Four tokens of reward 1 and one of reward 0: mean .8, Bessel-corrected variance (4 · .04 + .64) / 4 = .2.
    const [long, short] = relativeAdvantages([1, 0], ['a', 'a'], [4, 1]);
    expect(long).toBeCloseTo(0.2 / Math.sqrt(0.2), 6);
    expect(short).toBeCloseTo(-0.8 / Math.sqrt(0.2), 6);
  });
});
