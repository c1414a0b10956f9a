import { schema } from '../core/config/schema.ts';
import { solverReward } from '../core/rl/rewards.ts';
import type { SolvedAttempt } from './solver.ts';

const everyDemand = schema.positivesNeed.options.map(({ value }) => value);

/**
 * Rewards by the model's own majority in place of the interpreter's verdict (setting `verifier`): an attempt is taken as right when its
 * answer is the one that most attempts at its task gave, the first of them on a tie. A lone attempt is its own majority. The judgement
 * stays the interpreter's, for the curves of what is true; reward and what is learnt from follow the vote, whatever a positive needs.
 * @param voters further attempts of this step that vote but are not returned
 */
export function rewardByMajority(
  attempts: readonly SolvedAttempt[],
  voters: readonly SolvedAttempt[] = [],
): SolvedAttempt[] {
  const votes = new Map<string, Map<string, number>>();
  for (const { attempt, answer } of [...voters, ...attempts]) {
    if (!answer.wellFormed) continue;
    const key = taskOf(attempt);
    const counts = votes.get(key) ?? new Map<string, number>();
    votes.set(key, counts.set(answer.answer, (counts.get(answer.answer) ?? 0) + 1));
  }
  const winners = new Map([...votes].map(([task, counts]) => [task, mostFrequent(counts)]));
  return attempts.map((solved): SolvedAttempt => {
    const { attempt, answer, judgement } = solved;
    if (!answer.wellFormed || judgement.verdict.kind === 'ill-formed')
      return { ...solved, reward: solverReward('ill-formed'), meets: [] };
    const elected = answer.answer === winners.get(taskOf(attempt));
    return { ...solved, reward: solverReward(elected ? 'correct' : 'wrong'), meets: elected ? everyDemand : [] };
  });
}

function taskOf({ buffered, id }: SolvedAttempt['attempt']): string {
  return buffered?.id ?? id;
}

function mostFrequent(counts: ReadonlyMap<string, number>): string {
  let winner = '';
  let most = 0;
  for (const [answer, count] of counts) {
    if (count <= most) continue;
    winner = answer;
    most = count;
  }
  return winner;
}
