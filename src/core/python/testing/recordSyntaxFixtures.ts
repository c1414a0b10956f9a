import { writeFileSync } from 'node:fs';
import { askCPython } from './cpythonOracle.ts';
import { READ_PROGRAMS } from './syntaxOracle.ts';
import { syntaxSamples } from './syntaxSamples.ts';

/** Records what CPython 3.11 makes of the samples: `node --import tsx src/core/python/testing/recordSyntaxFixtures.ts`. */
const answers = askCPython(READ_PROGRAMS, syntaxSamples);
writeFileSync(new URL('./syntaxFixtures.json', import.meta.url), `${JSON.stringify(answers, undefined, 1)}\n`);
