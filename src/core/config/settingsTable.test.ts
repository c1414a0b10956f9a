import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configKeys } from './schema.ts';
import { settingsTable } from './settingsTable.ts';

it('stands in docs/settings.md as the schema says (else run `npm run docs`)', () => {
  const page = readFileSync(new URL('../../../docs/settings.md', import.meta.url), 'utf8');
  expect(page).toBe(settingsTable());
  for (const key of configKeys) expect(page).toContain(`\`${key}\``);
});
