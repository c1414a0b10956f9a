import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../config/schema.ts';
import { runRequest } from '../python/run.ts';
import { heldOutTasks } from '../tasks/heldOut.ts';
import { findLanguage } from '../tasks/language.ts';
import { ProposedPrograms } from '../tasks/proposedPrograms.ts';
import type { Evaluation, RunStarted } from './events.ts';
import { heldOutReport } from './heldOutReport.ts';

const config = { ...defaultConfig(), evaluationTasks: 108 };
const header = { config, warmupDepth: 3 } as RunStarted;
const tasks = heldOutTasks(findLanguage('lists'), 'test', 108, config.inductionInputs, runRequest);

/** An evaluation in which the tasks for which `right` holds were solved. */
function evaluation(step: number, right: (index: number) => boolean): Evaluation {
  const types: Evaluation['types'] = {};
  const solved: NonNullable<Evaluation['solved']> = {};
  for (const { task, depth } of tasks) {
    const marks = (solved[task.type] ??= {});
    const score = ((types[task.type] ??= {})[depth] ??= { n: 0, correct: 0 });
    const isRight = right(score.n++);
    if (isRight) score.correct++;
    marks[depth] = (marks[depth] ?? '') + (isRight ? '1' : '0');
  }
  return { kind: 'evaluation', step, types, solved };
}

const before = evaluation(0, () => false);
const after = evaluation(9, (index) => index === 0);

describe('heldOutReport', () => {
  it('is the evaluations as they are where nothing held out was proposed', () => {
    const report = heldOutReport(header, before, after, new ProposedPrograms());
    expect([report.start, report.end]).toEqual([before.types, after.types]);
    expect(report.overlap?.deduction?.[4]).toEqual({ n: 3, exact: 0, normalized: 0, takenOut: 0 });
  });

  it('takes a proposed task out of both evaluations, and counts it', () => {
    const proposed = new ProposedPrograms();
    const leaked = tasks.find(({ task, depth }) => task.type === 'deduction' && depth === 4);
    proposed.add(leaked?.task.program ?? '', ['[0, 0, 0]']);
    const report = heldOutReport(header, before, after, proposed);
    expect(report.overlap?.deduction?.[4]).toEqual({ n: 3, exact: 1, normalized: 1, takenOut: 1 });
    expect([report.start.deduction?.[4], report.end.deduction?.[4]]).toEqual([
      { n: 2, correct: 0 },
      { n: 2, correct: 0 },
    ]);
    expect(report.end.deduction?.[5]).toEqual({ n: 3, correct: 1 });
  });

  it('is the plain evaluations of a log that does not say which tasks were solved', () => {
    const { solved: _, ...old } = before;
    expect(heldOutReport(header, old, after, new ProposedPrograms())).toEqual({ start: old.types, end: after.types });
  });
});
