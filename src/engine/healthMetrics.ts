import { hacks, hacksOf } from '../core/health/hacks.ts';
import type { Module } from '../core/python/ast.ts';
import { cognitiveComplexity } from '../core/python/metrics/cognitiveComplexity.ts';
import { maxCyclomaticComplexity } from '../core/python/metrics/cyclomaticComplexity.ts';
import { halstead } from '../core/python/metrics/halstead.ts';
import { operationsOf } from '../core/python/metrics/operations.ts';
import { parseModule } from '../core/python/parser.ts';
import type { ProposalRecord } from './proposals.ts';
import type { SolvedAttempt } from './solver.ts';

/** Series that tell whether a run is well, named as core/runlog/series.ts says: what is proposed, how often again, and how it is written. */
export function healthMetrics(
  proposals: readonly ProposalRecord[],
  attempts: readonly SolvedAttempt[],
): Record<string, number> {
  const series: Record<string, number> = {};
  const programs = proposals.filter(({ copy }) => copy !== undefined);
  if (programs.length > 0) {
    series['proposals.programs'] = programs.length;
    series['proposals.copies'] = programs.filter(({ copy }) => copy).length;
  }
  const accepted = proposals.flatMap(({ task, facts }) => (task && facts?.entry ? [{ task: task.task, facts }] : []));
  if (accepted.length > 0) {
    const found = accepted.map(({ task, facts }) => hacksOf(task, facts.entry as NonNullable<typeof facts.entry>));
    for (const hack of hacks) series[`hacks.${hack}`] = found.filter((list) => list.includes(hack)).length;
    series['proposals.trivial'] = found.filter((list) => list.length > 0).length;
  }
  const leaks = proposals.filter(({ refusal }) => refusal?.reason === 'message').length;
  if (leaks > 0) series['hacks.answerInMessage'] = (series['hacks.answerInMessage'] ?? 0) + leaks;
  const proposed = accepted.filter(({ task }) => task.type !== 'induction').map(({ facts }) => facts.normalized);
  const modules = proposed.map(parseModule);
  for (const name of modules.flatMap(operationsOf)) {
    series[`operations.${name}`] = (series[`operations.${name}`] ?? 0) + 1;
  }
  return { ...series, ...complexity('proposed', modules), ...complexity('induced', inducedPrograms(attempts)) };
}

/** Distinct programs that solve an induction task. */
function inducedPrograms(attempts: readonly SolvedAttempt[]): Module[] {
  const texts = attempts.flatMap(({ attempt, judgement: { verdict } }) =>
    attempt.task.type === 'induction' && verdict.kind === 'correct' ? [verdict.answer] : [],
  );
  return [...new Set(texts)].map(parseModule);
}

/** How convoluted programs are, as means: metrics of radon and complexipy, see core/python/metrics. */
function complexity(whose: 'proposed' | 'induced', modules: readonly Module[]): Record<string, number> {
  if (modules.length === 0) return {};
  const mean = (measure: (module: Module) => number) =>
    modules.reduce((sum, module) => sum + measure(module), 0) / modules.length;
  return {
    [`complexity.${whose}.cyclomatic`]: mean(maxCyclomaticComplexity),
    [`complexity.${whose}.halstead`]: mean((module) => halstead(module).effort),
    [`complexity.${whose}.cognitive`]: mean(cognitiveComplexity),
  };
}
