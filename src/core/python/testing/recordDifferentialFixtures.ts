import { writeFileSync } from 'node:fs';
import { askCPython } from './cpythonOracle.ts';
import { type Outcome, RUN_PROGRAMS } from './differential.ts';
import { generateProgram } from './generator/programs.ts';

/** Records CPython's answers to some generated programs: `node --import tsx src/core/python/testing/recordDifferentialFixtures.ts`. */
const PROGRAMS = 60;
const programs = Array.from({ length: PROGRAMS }, (_, number) => generateProgram(0, number));
const outcomes = askCPython<Outcome[]>(RUN_PROGRAMS, programs);
const rows = programs.map((program, index) => [program, outcomes[index]]);
writeFileSync(new URL('./differentialFixtures.json', import.meta.url), `${JSON.stringify(rows, undefined, 1)}\n`);
