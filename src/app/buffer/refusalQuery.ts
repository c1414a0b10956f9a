import type { Proposal, RefusalReason } from '../../core/runlog/events.ts';
import type { TaskType } from '../../core/tasks/taskType.ts';
import { matcher } from './matcher.ts';

export const refusalOrders = [
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
  { value: 'deepest', label: 'Deepest first' },
] as const;
export type RefusalOrder = (typeof refusalOrders)[number]['value'];

export interface RefusalQuery {
  type: TaskType | 'all';
  reason: RefusalReason | 'all';
  /** Words that must all occur in the program, an input or the detail of the refusal. */
  text: string;
  order: RefusalOrder;
}

/** The refused proposals that a query asks for, as a new array. */
export function queryRefusals(refused: readonly Proposal[], query: RefusalQuery): Proposal[] {
  const matches = matcher(query.text);
  const rows = refused.filter((proposal) => {
    const { verdict, type, program = '', inputs = [] } = proposal;
    if (verdict.kind !== 'refused') return false;
    if (query.type !== 'all' && type !== query.type) return false;
    if (query.reason !== 'all' && verdict.reason !== query.reason) return false;
    return !matches || matches([proposal.id, program, ...inputs, verdict.detail].join('\n'));
  });
  if (query.order === 'oldest') return rows;
  rows.reverse();
  return query.order === 'deepest' ? rows.sort((a, b) => (b.depth ?? -1) - (a.depth ?? -1)) : rows;
}
