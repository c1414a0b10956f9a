import { allTaskTypes } from '../tasks/taskType.ts';
import type { RunEvent } from './events.ts';

/** Completions of a type that stay beside the one accepted proposal with its probes. */
const REFUSED = 1;
const SOLVED = 2;

/**
 * Ids of a few completions that tell the story of a step: for each task type the first accepted proposal with all its probes, the first
 * refused one, and the first attempts at solving.
 */
export function stepSample(events: readonly RunEvent[]): Set<string> {
  const sample = new Set<string>();
  const proposals = events.filter((event) => event.kind === 'proposal');
  const attempts = events.filter((event) => event.kind === 'rollout').filter(({ purpose }) => purpose === 'solve');
  for (const type of allTaskTypes) {
    const ofType = proposals.filter((proposal) => proposal.type === type);
    const accepted = ofType.find(({ verdict }) => verdict.kind === 'accepted');
    for (const id of accepted ? [accepted.rollout, ...accepted.probes] : []) sample.add(id);
    const refused = ofType.filter(({ verdict }) => verdict.kind === 'refused');
    for (const { rollout } of refused.slice(0, REFUSED)) sample.add(rollout);
    const solved = attempts.filter((attempt) => attempt.type === type);
    for (const { id } of solved.slice(0, SOLVED)) sample.add(id);
  }
  return sample;
}
