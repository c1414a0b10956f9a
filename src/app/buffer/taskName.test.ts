import { expect, it } from 'vitest';
import { taskName } from './taskName.ts';

it('shortens the ids of a run, and leaves others alone', () => {
  expect(taskName('16.propose.abduction.0.11.task')).toBe('A16.0.11');
  expect(taskName('0.propose.deduction.4.6')).toBe('D0.4.6');
  expect(taskName('0.identity.induction')).toBe('I identity');
  expect(taskName('t2264')).toBe('t2264');
});
