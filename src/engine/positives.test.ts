import { expect, it } from 'vitest';
import { Purpose, RandomStream } from '../core/rng.ts';
import type { Demand } from './demandsMet.ts';
import { rewardByMajority } from './majorityVote.ts';
import { solverPositives } from './positives.ts';
import type { SolvedAttempt } from './solver.ts';

const random = (item: number) => new RandomStream({ seed: 1, purpose: Purpose.replay, step: 0, item });
const all: Demand[] = ['answer', 'values', 'reasoning'];
const attempt = (answer: string, right: boolean, i: number, meets = right ? all : []) =>
  ({
    attempt: { id: `a${i}`, task: { type: 'deduction' }, depth: 2, buffered: { id: 't' } },
    rollout: { text: `${answer} ${i}`, tokens: [1, 2], job: { prompt: [0] } },
    answer: { wellFormed: true, answer, reasoning: [] },
    judgement: { verdict: { kind: right ? 'correct' : 'wrong' }, stated: [] },
    reward: right ? 1 : -0.5,
    meets,
  }) as unknown as SolvedAttempt;
const chances = (attempts: SolvedAttempt[]) =>
  Array.from({ length: 400 }, (_, item) => solverPositives(attempts, 'reasoning', random(item)).length);

it('learns from at most two right attempts, and seldom where all were right', () => {
  const some = chances([attempt('1', true, 0), attempt('1', true, 1), attempt('1', true, 2), attempt('2', false, 3)]);
  expect(new Set(some)).toEqual(new Set([2]));
  const easy = chances([attempt('1', true, 0), attempt('1', true, 1)]);
  expect(Math.abs(easy.filter((count) => count === 1).length / 400 - 0.3)).toBeLessThan(0.08);
});

it('takes what the majority elected and nothing of the truth, where that is the judge', () => {
  const split = rewardByMajority([attempt('9', false, 0), attempt('9', false, 1), attempt('1', true, 2)]);
  expect(split.map(({ reward }) => reward)).toEqual([1, 1, -0.5]);
  expect(new Set(chances(split))).toEqual(new Set([2]));
  // All agree and the interpreter would say that all are right, or all wrong: the same is learnt.
  const agreed = (right: boolean) => rewardByMajority([attempt('1', right, 0), attempt('1', right, 1)]);
  expect(chances(agreed(true))).toEqual(chances(agreed(false)));
});

it('takes what meets the demand, and what is wrong for none', () => {
  const attempts = [
    attempt('1', true, 0, ['answer']),
    attempt('1', true, 1, ['answer', 'values']),
    attempt('1', true, 2),
    attempt('2', false, 3),
  ];
  const taken = (demand: Demand) =>
    new Set(
      Array.from({ length: 100 }, (_, item) => solverPositives(attempts, demand, random(item))).flatMap((positives) =>
        positives.map(({ rollout }) => rollout),
      ),
    );
  expect(taken('answer')).toEqual(new Set(['a0', 'a1', 'a2']));
  expect(taken('values')).toEqual(new Set(['a1', 'a2']));
  expect(taken('reasoning')).toEqual(new Set(['a2']));
});
