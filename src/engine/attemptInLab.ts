import { learnabilityReward } from '../core/rl/rewards.ts';
import { Purpose } from '../core/rng.ts';
import type { RunEvent } from '../core/runlog/events.ts';
import { findLanguage } from '../core/tasks/language.ts';
import { judgeCandidate, readCandidate, validationRuns } from '../core/tasks/validation.ts';
import type { Judge } from './judge/judge.ts';
import type { Command, Report } from './protocol.ts';
import type { SelfPlay } from './selfplay.ts';
import { type Attempt, solve } from './solver.ts';

type Asked = Omit<Extract<Command, { kind: 'attempt' }>, 'kind' | 'run'>;
type Answer = Omit<Extract<Report, { kind: 'attempted' }>, 'kind' | 'run' | 'request'>;

/**
 * Lab: attempts of the current model at a task of a person's making, judged like any other. The rollouts go to `emit`; nothing enters the run.
 * @returns the solve rate and the proposer's reward, or `refused` with a sentence when the task is not valid
 */
export async function attemptInLab(
  { config, model, state }: SelfPlay,
  judge: Judge,
  { request, type, program, inputs, message, attempts }: Asked,
  emit: (event: RunEvent) => void,
): Promise<Answer> {
  const language = findLanguage(config.language);
  const rules = {
    language: { ...language, refuse: () => undefined },
    inductionInputs: 2,
    shownShare: 0.5,
    fuel: config.fuel,
    noveltyOf: config.noveltyOf,
  };
  const candidate = { type, program, inputs, message };
  const read = readCandidate(candidate, rules);
  if ('reason' in read) return refusal(read.detail);
  const verdict = judgeCandidate(candidate, read.facts, await judge.run(validationRuns(candidate, config.fuel)), rules);
  if ('reason' in verdict) return refusal(verdict.detail);
  const tasks = Array.from(
    { length: attempts },
    (_, k): Attempt => ({
      id: `lab.${request}.${k}`,
      purpose: 'lab',
      task: verdict.task,
      depth: verdict.depth,
      closingLine: language.closingLine,
      item: request * 64 + k,
      streamed: true,
    }),
  );
  const solved = await solve(model, judge, tasks, config.fuel, {
    seed: config.seed,
    purpose: Purpose.lab,
    step: state.step,
    temperature: config.temperature,
    topP: config.topP,
    legalTokens: config.legalTokens,
    emit,
  });
  const successes = solved.filter(({ judgement }) => judgement.verdict.kind === 'correct').length;
  return {
    rollouts: tasks.map(({ id }) => id),
    successes,
    reward: learnabilityReward(config.rewardRule, successes, attempts),
  };
}

function refusal(refused: string): Answer {
  return { rollouts: [], successes: 0, reward: -1, refused };
}
