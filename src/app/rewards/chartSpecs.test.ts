import { expect, it } from 'vitest';
import { RunState } from '../../core/runlog/runState.ts';
import { sampleRun } from '../../core/runlog/testing/sampleRun.ts';
import { healthSections, otherSection, proposalSections, reasoningSections } from './chartSpecs.ts';

it('leaves no series of a run without a chart', () => {
  const run = new RunState();
  for (const event of sampleRun({ steps: 10 })) run.append(event);
  const names = run.series.names();
  const sections = [...proposalSections, ...healthSections, ...reasoningSections, otherSection(names)];
  const shown = sections.flatMap(({ charts }) => charts.flatMap(({ lines }) => lines.map((line) => line.series)));
  const inOverview = /\.reward$|^heldout\.|^operations\./;
  expect(names.filter((name) => !inOverview.test(name) && !shown.includes(name))).toEqual([]);
  expect(new Set(shown).size).toBe(shown.length);
});

it('draws a series that it does not know', () => {
  expect(
    otherSection(['update.loss', 'solve.deduction.reward', 'heldout.induction', 'alarms']).charts.map((c) => c.label),
  ).toEqual(['alarms']);
});
