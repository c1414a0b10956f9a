import type { Config } from '../config/schema.ts';
import type { Evaluation } from '../runlog/events.ts';
import type { RunSummary } from '../runlog/summary.ts';
import type { Faithfulness } from '../tasks/faithfulness.ts';
import { findLanguage } from '../tasks/language.ts';
import { type TaskType, taskTypes } from '../tasks/taskType.ts';
import { type Budget, budgets } from './budgets.ts';
import type { EvidenceCell, EvidenceResult } from './evidence.ts';

/** What evidence keeps of a finished run; undefined when it was not run to the end of one of the budgets. */
export function resultOf(summary: RunSummary, config: Config): EvidenceResult | undefined {
  const budget = budgetOf(summary, config);
  if (!budget) return undefined;
  const { preset, seed, steps, tokens, heldout, reasoning, proposals, trends, trajectoryHash } = summary;
  const { warmupDepth } = findLanguage(config.language);
  const pooled = (type: TaskType, wanted: (depth: number) => boolean): EvidenceCell => ({
    before: pool(heldout.start[type], wanted),
    after: pool(heldout.end[type], wanted),
  });
  return {
    preset,
    budget,
    seed,
    steps,
    tokens: tokens.sampled + tokens.trained,
    heldOut: Object.fromEntries(
      taskTypes.map((type) => [
        type,
        {
          seen: pooled(type, (depth) => depth <= warmupDepth),
          beyond: pooled(type, (depth) => depth > warmupDepth),
        },
      ]),
    ) as EvidenceResult['heldOut'],
    reasoning: reasoningOf(reasoning),
    uniqueShare: proposals.uniqueShare,
    trends,
    trajectoryHash,
  };
}

/** A budget is met by a run that stopped at its tokens, on as many tasks of the test set. */
function budgetOf({ stopped, tokens }: RunSummary, config: Config): Budget | undefined {
  if (stopped !== 'tokens' || config.evaluationSet !== 'test') return undefined;
  const spent = tokens.sampled + tokens.trained;
  return (Object.keys(budgets) as Budget[]).find((name) => {
    const { tokens: limit, evaluationTasks } = budgets[name];
    return config.evaluationTasks === evaluationTasks && spent >= limit && spent < 1.5 * limit;
  });
}

function reasoningOf({ start, end }: RunSummary['reasoning']): EvidenceResult['reasoning'] {
  const kept = ({ stated, true: right, right: answers, rightWithFalse }: Faithfulness) => ({
    stated,
    true: right,
    right: answers,
    rightWithFalse,
  });
  return Object.fromEntries(
    taskTypes.flatMap((type) => {
      const [before, after] = [start[type], end[type]];
      return before && after ? [[type, { before: kept(before), after: kept(after) }]] : [];
    }),
  );
}

function pool(scores: Evaluation['types'][TaskType], wanted: (depth: number) => boolean) {
  const total = { n: 0, correct: 0 };
  for (const [depth, { n, correct }] of Object.entries(scores ?? {})) {
    if (!wanted(Number(depth))) continue;
    total.n += n;
    total.correct += correct;
  }
  return total;
}
