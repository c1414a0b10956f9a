import { expect, it } from 'vitest';
import type { Proposal, TaskAccepted } from '../../core/runlog/events.ts';
import { makerSentence, makerWords } from './makerWords.ts';

const made = (origin: TaskAccepted['origin'], ...references: string[]) =>
  ({ origin, references }) as unknown as TaskAccepted;
const asked = (mode: Proposal['mode'], type = 'deduction', ...references: string[]) =>
  ({ mode, type, references }) as unknown as Proposal;

it('says who made a task', () => {
  expect(makerWords(made('identity'), undefined)).toBe('identity triplet');
  expect(makerWords(made('proposer', 't1'), asked('extend'))).toBe('proposer, extend t1');
  expect(makerWords(made('composite', 't1', 't2', 't3'), asked('append'))).toBe('proposer, append to t1 and 2 more');
  expect(makerWords(made('proposer'), asked('new'))).toBe('proposer, new');
  expect(makerWords(made('proposer', 't1'), asked('new', 'abduction', 't1'))).toBe('proposer, new after t1');
  expect(makerWords(made('proposer', 't1'), asked('new', 'induction', 't1'))).toBe('proposer, inputs for t1');
  expect(makerSentence(made('proposer', 't1'), asked('new', 'induction'))).toContain('wrote the inputs');
  expect(makerWords(made('composite'), undefined)).toBe('proposer');
  expect(makerSentence(made('seed'), asked('new'))).toBe(
    'Before the first update, the model was asked for a new task.',
  );
  expect(makerSentence(made('composite'), asked('append'))).toContain('appended to a task of the buffer');
  expect(makerSentence(made('proposer'), undefined)).toBe('The model proposed it.');
});
