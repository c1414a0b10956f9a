import { expect, it } from 'vitest';
import type { Proposal, RefusalReason } from '../../core/runlog/events.ts';
import { queryRefusals, type RefusalQuery } from './refusalQuery.ts';

const refused = (id: string, reason: RefusalReason, more: Partial<Proposal> = {}): Proposal => ({
  kind: 'proposal',
  step: 1,
  id,
  type: 'deduction',
  mode: 'new',
  rollout: `r${id}`,
  references: [],
  verdict: { kind: 'refused', reason, detail: `because of ${reason}` },
  probes: [],
  reward: -1,
  ...more,
});

const list = [
  refused('a', 'syntax', { program: 'def f(x', type: 'abduction' }),
  refused('b', 'too deep', { depth: 6, program: 'def f(x):\n    return x' }),
  refused('c', 'duplicate', { depth: 2 }),
];

const ids = (query: Partial<RefusalQuery>) =>
  queryRefusals(list, { type: 'all', reason: 'all', text: '', order: 'newest', ...query })
    .map(({ id }) => id)
    .join('');

it('filters by type, reason and words', () => {
  expect(ids({})).toBe('cba');
  expect(ids({ type: 'abduction' })).toBe('a');
  expect(ids({ reason: 'duplicate' })).toBe('c');
  expect(ids({ text: 'because DEEP' })).toBe('b');
});

it('orders by age or depth, unreadable ones last', () => {
  expect(ids({ order: 'oldest' })).toBe('abc');
  expect(ids({ order: 'deepest' })).toBe('bca');
});
