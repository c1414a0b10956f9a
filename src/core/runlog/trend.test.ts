import { expect, it } from 'vitest';
import { TrendBuilder } from './trend.ts';

it('holds the first five training steps against the last five', () => {
  const builder = new TrendBuilder();
  for (let step = 0; step <= 20; step++)
    builder.append({
      step,
      series: {
        'solve.deduction.reward': step,
        'update.loss': step,
        ...(step > 10 ? { 'complexity.proposed.halstead': 1 } : {}),
        ...(step === 3 ? { 'solve.abduction.reward': 1 } : {}),
      },
    });
  expect(builder.trends()).toEqual({ 'solve.deduction.reward': { first: 3, last: 18 } });
});

it('takes what there is of a short run', () => {
  const builder = new TrendBuilder();
  builder.append({ step: 1, series: { 'solve.induction.accuracy': 0.25 } });
  builder.append({ step: 2, series: { 'solve.induction.accuracy': 0.5 } });
  expect(builder.trends()).toEqual({ 'solve.induction.accuracy': { first: 0.375, last: 0.375 } });
});

it('follows tasks that nobody solved and values that are true, and not every share beside them', () => {
  const builder = new TrendBuilder();
  const followed = { 'difficulty.deduction.tooHard': 0.5, 'reasoning.abduction.true': 0.25 };
  builder.append({ step: 1, series: { ...followed, 'difficulty.deduction.tooEasy': 0.5 } });
  expect(Object.keys(builder.trends())).toEqual(Object.keys(followed));
});
