import type { Credit } from '../core/runlog/events.ts';
import type { StepOutcome } from './stepMetrics.ts';

/** What every completion of a step earned, and how much it counted in the step's updates. */
export function creditEvent({ proposals, solved, advantages, update }: StepOutcome, step: number): Credit {
  const weight = (id: string) => update?.weights.get(id) ?? 0;
  const members = [...proposals, ...solved].map(({ rollout: { job }, reward }, i) => ({
    id: job.id,
    reward,
    advantage: advantages[i],
    weight: weight(job.id),
  }));
  const probes = proposals.flatMap((record) =>
    record.probes.map(({ attempt: { id }, reward }) => ({ id, reward, weight: weight(id) })),
  );
  // Where probes have an advantage, they come after the others.
  const rated = probes.map((probe, i) => ({ ...probe, advantage: advantages[members.length + i] }));
  return { kind: 'credit', step, entries: [...members, ...rated] };
}
