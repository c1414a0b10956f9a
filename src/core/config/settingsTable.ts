import type { Field, FieldGroup } from './field.ts';
import { textOfValue } from './fieldText.ts';
import { presetId, presets } from './presets.ts';
import { configKeys, schema } from './schema.ts';

/** Titles of the groups, in the order in which people meet them. */
export const groupTitles: Record<FieldGroup, string> = {
  run: 'Run',
  model: 'Model',
  tasks: 'Task types',
  'self-play': 'Self-play',
  reward: 'Reward',
  update: 'Update',
  evaluation: 'Evaluation',
  judge: 'Judge',
};

/** The text of docs/settings.md: every setting and preset, from the schema. */
export function settingsTable(): string {
  const parts = [
    '# Settings',
    '',
    'Generated from `src/core/config/schema.ts` and `presets.ts` by `npm run docs`. The key is the name in links (`#key=value`) and on the',
    'command line (`--set key=value`). *Now*: a change works in the running run, from the next step on. *After reset*: it needs a new run.',
    '*Same run*: it never changes the trajectory of a run.',
  ];
  for (const group of Object.keys(groupTitles) as FieldGroup[]) {
    const keys = configKeys.filter((key) => schema[key].group === group);
    if (keys.length === 0) continue;
    parts.push(
      '',
      `## ${groupTitles[group]}`,
      '',
      '| Setting | Key | Default | Values | The paper | Applies | What it does |',
    );
    parts.push('| --- | --- | --- | --- | --- | --- | --- |');
    for (const key of keys) parts.push(row(key, schema[key]));
  }
  parts.push(
    '',
    '## Presets',
    '',
    '| Preset | What it is for | What differs from `default.1` |',
    '| --- | --- | --- |',
  );
  for (const preset of presets) {
    const changes = Object.entries(preset.changes).map(([key, value]) => `\`${key}=${textOfValue(value)}\``);
    parts.push(cells([`\`${presetId(preset)}\` ${preset.label}`, preset.help, changes.join(', ') || 'nothing']));
  }
  return `${parts.join('\n')}\n`;
}

function row(key: string, field: Field): string {
  const unit = field.unit ? ` ${field.unit}` : '';
  const values =
    field.kind === 'boolean'
      ? '`on`, `off`'
      : field.kind === 'choice'
        ? field.options.map(({ value, label }) => `\`${value}\` ${label}`).join('; ')
        : `${field.min} to ${field.max}${field.step === 1 || field.kind === 'number' ? '' : ` in steps of ${field.step}`}`;
  const applies = `${field.applies === 'now' ? 'now' : 'after reset'}${field.changesResult ? '' : '; same run'}`;
  return cells([
    field.label,
    `\`${key}\``,
    `${textOfValue(field.default)}${unit}`,
    values,
    field.paper ?? '',
    applies,
    field.help,
  ]);
}

function cells(texts: string[]): string {
  return `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}
