import { findPreset } from '../config/presets.ts';
import { budgets } from './budgets.ts';
import type { Evidence } from './evidence.ts';
import { type EvidenceRow, evidenceRows, NOT_RUN, type RowCell, RULE } from './evidenceRows.ts';
import { measures } from './measures.ts';
import { priorTable } from './priorCurve.ts';
import { measureFigures } from './rowMeasure.ts';
import { specialistTable } from './specialists.ts';
import { percentText } from './statistics.ts';
import { trainingText } from './trainingText.ts';

/** The rows as a Markdown table, and the curve over the prior and the specialists as others, for the README. */
export function evidenceTable(evidence: Evidence): string {
  const rows = evidenceRows(evidence);
  const lines = [
    'Held-out accuracy in percent before → after self-play, mean ± standard deviation over seeds. *Seen*: depths that warm-up showed; *beyond*: all deeper ones.',
    RULE,
    "*In training*: the solver's mean reward, and the share of its answers that the interpreter found right, in the first five steps → the last five.",
    ...measureSentences(rows),
    '',
    '| preset | claim or doubt | budget | deduction beyond | abduction beyond | induction seen | in training | verdict |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(tableRow),
    '',
    ...priorTable(evidence.results),
    ...badPractice(rows),
    `Each row's command, with its preset (${NOT_RUN}: run it, then \`npm run evidence\` adds it here and to the app):`,
    '',
    ...Object.keys(budgets).map((budget) => `- ${budget}: \`${commandOf(rows, budget)}\``),
    '',
    ...specialistTable(evidence.specialists),
  ];
  return `${lines.join('\n')}\n`;
}

function commandOf(rows: readonly EvidenceRow[], budget: string): string {
  const row = rows.find((entry) => entry.budget === budget);
  return row ? row.command.replace(row.preset, 'PRESET') : '';
}

/** Do programs get more convoluted in training? What the default run proposed and induced, at its start and its end. */
function badPractice(rows: readonly EvidenceRow[]): string[] {
  const row = rows.find(({ preset, seeds }) => findPreset('default') === findPreset(preset) && seeds.length > 0);
  const measures = [
    ['proposals.deduction.depth', 'depth of deduction proposals'],
    ['complexity.proposed.halstead', 'Halstead effort of proposed programs'],
    ['complexity.induced.halstead', 'Halstead effort of induced programs'],
    ['complexity.proposed.cyclomatic', 'cyclomatic complexity of proposed programs'],
    ['complexity.induced.cyclomatic', 'cyclomatic complexity of induced programs'],
  ] as const;
  const found = measures.flatMap(([name, words]) => {
    const trend = row?.trends[name];
    return trend ? [`${words} ${trend.first.mean.toPrecision(3)} → ${trend.last.mean.toPrecision(3)}`] : [];
  });
  if (!row || found.length === 0) return [];
  return [
    `*Bad practice*: do programs get more convoluted? \`${row.preset}\`, ${row.tokens / 1e6}M tokens, first five steps → last five: ${found.join('; ')}.`,
    '',
  ];
}

/** What is measured where a claim is about something other than accuracy, one sentence each. */
function measureSentences(rows: readonly EvidenceRow[]): string[] {
  const names = new Set(rows.flatMap(({ measure }) => (measure ? [measure.name] : [])));
  const sentences = [...names].map((name) => `*${measures[name].label}*: ${measures[name].help}`);
  return sentences.length > 0
    ? [
        `Some claims are about something else than accuracy, which their row says first, in training in the first five steps → the last five unless it says otherwise. ${sentences.join(' ')}`,
      ]
    : [];
}

function tableRow(row: EvidenceRow): string {
  const cell = (type: RowCell['type'], range: RowCell['range']) => {
    const found = row.cells.find((entry) => entry.type === type && entry.range === range);
    return found ? `${percentText(found.before)} → ${percentText(found.after)}` : '';
  };
  const seeds = row.seeds.length === 0 ? '' : `, ${row.seeds.length} ${row.seeds.length === 1 ? 'seed' : 'seeds'}`;
  const texts = [
    `\`${row.preset}\``,
    row.claim,
    `${row.tokens / 1e6}M tokens${seeds}`,
    cell('deduction', 'beyond'),
    cell('abduction', 'beyond'),
    cell('induction', 'seen'),
    trainingText(row),
    verdictCell(row),
  ];
  return `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** What the claim is about comes first, then held-out accuracy. */
function verdictCell({ verdict, measure, against }: EvidenceRow): string {
  if (!measure) return verdict;
  const figures = measureFigures(measure, against);
  return `*${measures[measure.name].label}*${figures ? ` ${figures}` : ''}: ${measure.verdict}. *Accuracy*: ${verdict}`;
}
