import { writeFileSync } from 'node:fs';
import { settingsTable } from '../core/config/settingsTable.ts';

/** `npm run docs`: writes the pages of docs/ that are generated from source. */
writeFileSync(new URL('../../docs/settings.md', import.meta.url), settingsTable());
console.log('Wrote docs/settings.md.');
