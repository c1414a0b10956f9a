import { expect, it } from 'vitest';
import { budgets, evaluationTasksFor } from './budgets.ts';

it('evaluates a run of the full budget on 100 or more held-out tasks a cell where nothing else is said, a shorter one as the setting says', () => {
  expect(evaluationTasksFor(budgets.full.tokens)).toBeGreaterThanOrEqual(3600);
  expect(evaluationTasksFor(budgets.full.tokens - 1)).toBeUndefined();
  expect(evaluationTasksFor(undefined)).toBeUndefined();
});
