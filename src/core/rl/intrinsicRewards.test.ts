import { describe, expect, it } from 'vitest';
import { parseModule } from '../python/parser.ts';
import type { Task } from '../tasks/taskType.ts';
import { answerRarity, halsteadMeasure, type IntrinsicWeights, intrinsicReward } from './intrinsicRewards.ts';

const program = 'def f(a):\n    for x in a:\n        if x > 2:\n            return x\n    return 0';
const task = (outputs: string[], text = program): Task => ({
  type: 'deduction',
  program: text,
  inputs: ['[1]'],
  outputs,
});
const none: IntrinsicWeights = {
  intrinsicComplexity: 0,
  intrinsicHalstead: 0,
  intrinsicDistance: 0,
  intrinsicDiversity: 0,
};
const never = () => {
  throw new Error('A measure of weight 0 was computed.');
};

describe('intrinsic rewards', () => {
  it('are 0 without weights, and then compute nothing', () => {
    expect(intrinsicReward(none, task(['1']), [program], never)).toBe(0);
  });

  it('weigh cognitive complexity over 15: a loop 1, an if inside it 2', () => {
    expect(intrinsicReward({ ...none, intrinsicComplexity: 1 }, task(['1']), [], never)).toBeCloseTo(3 / 15, 9);
  });

  it("mix radon's measures as the reference code does", () => {
    // One operator (>) and two operands: volume 3 · log2 3, difficulty 1 · 2 / 4, cyclomatic complexity 3.
    const volume = 3 * Math.log2(3);
    const expected = 0.5 * ((0.5 * volume) / 10_000) + 0.3 * 0.3 + 0.2 * (volume / 500);
    expect(halsteadMeasure(parseModule(program))).toBeCloseTo(expected, 9);
  });

  it('reward distance from the references: none for a copy, more for another program', () => {
    const weights = { ...none, intrinsicDistance: 0.4 };
    expect(intrinsicReward(weights, task(['1']), [program], never)).toBe(0);
    expect(intrinsicReward(weights, task(['1']), ['def f(a):\n    return a'], never)).toBeGreaterThan(0.1);
    expect(intrinsicReward(weights, task(['1']), [], never)).toBe(0);
  });

  it('reward rare answers, each measure by at most a half', () => {
    const earlier = [task(['1']), task(['1']), task(['1']), task(['2'])];
    expect(answerRarity(task(['1']), earlier)).toBe(0.25);
    expect(answerRarity(task(['3']), earlier)).toBe(1);
    expect(intrinsicReward({ ...none, intrinsicDiversity: 1 }, task(['3']), [], () => 1)).toBe(0.5);
  });
});
