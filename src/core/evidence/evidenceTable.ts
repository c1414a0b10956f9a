import { budgets } from './budgets.ts';
import { type EvidenceRow, NOT_RUN, type RowCell, RULE } from './evidenceRows.ts';
import type { Spread } from './statistics.ts';

/** The rows as a Markdown table, for the README. */
export function evidenceTable(rows: readonly EvidenceRow[]): string {
  const lines = [
    'Held-out accuracy in percent before → after self-play, mean ± standard deviation over seeds. *Beyond*: all depths deeper than warm-up showed.',
    RULE,
    "*In training*: the solver's mean reward, and the share of its answers that the interpreter found right, in the first five steps → the last five.",
    '',
    '| preset | claim or doubt | budget | deduction beyond | abduction beyond | induction seen | in training | verdict |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(tableRow),
    '',
    `Each row's command, with its preset (${NOT_RUN}: run it, then \`npm run evidence\` adds it here and to the app):`,
    '',
    ...Object.keys(budgets).map((budget) => `- ${budget}: \`${commandOf(rows, budget)}\``),
  ];
  return `${lines.join('\n')}\n`;
}

function commandOf(rows: readonly EvidenceRow[], budget: string): string {
  const row = rows.find((entry) => entry.budget === budget);
  return row ? row.command.replace(row.preset, 'PRESET') : '';
}

function tableRow(row: EvidenceRow): string {
  const cell = (type: RowCell['type'], range: RowCell['range']) => {
    const found = row.cells.find((entry) => entry.type === type && entry.range === range);
    return found ? `${percent(found.before)} → ${percent(found.after)}` : '';
  };
  const seeds = row.seeds.length === 0 ? '' : `, ${row.seeds.length} ${row.seeds.length === 1 ? 'seed' : 'seeds'}`;
  const texts = [
    `\`${row.preset}\``,
    row.claim,
    `${row.tokens / 1e6}M tokens${seeds}`,
    cell('deduction', 'beyond'),
    cell('abduction', 'beyond'),
    cell('induction', 'seen'),
    training(row),
    row.verdict,
  ];
  return `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}

function training({ trends }: EvidenceRow): string {
  const [reward, right] = [trends['solve.reward'], trends['solve.accuracy']];
  if (!reward || !right) return '';
  return `reward ${reward.first.mean.toFixed(2)} → ${reward.last.mean.toFixed(2)}, right ${percent(right.first)} → ${percent(right.last)}`;
}

/** 43 ± 5, or 43 where there is one value or no spread. */
function percent({ mean, sd, n }: Spread): string {
  const rounded = Math.round(mean * 100);
  return n > 1 && sd >= 0.005 ? `${rounded} ± ${Math.round(sd * 100)}` : String(rounded);
}
