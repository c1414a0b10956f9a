import { parseArguments } from '../core/config/flags.ts';
import { schema } from '../core/config/schema.ts';
import { runRequest } from '../core/python/run.ts';
import { generatedTask, withRareOperations } from '../core/tasks/heldOut.ts';
import { findLanguage } from '../core/tasks/language.ts';
import { allTaskTypes } from '../core/tasks/taskType.ts';
import { fail, refuseArguments } from './command.ts';

/** `npm run tasks`: held-out-style tasks of a language from the caller's seed, one JSON object a line. */

const flags = {
  language: { kind: 'choice', options: schema.language.options.map(({ value }) => value), help: 'language level' },
  type: { kind: 'choice', options: allTaskTypes, help: 'task type' },
  depth: { kind: 'integer', min: 1, max: 20, help: 'depth of the programs' },
  count: { kind: 'integer', min: 1, max: 100_000, help: 'how many tasks' },
  operations: {
    kind: 'choice',
    options: ['grammar', 'rare'],
    help: 'rare: one statement of each program has an operation that warm-up never shows',
  },
  seed: { kind: 'integer', min: 0, max: 4294967295, help: 'seed of the tasks' },
} as const;

const parsed = parseArguments(process.argv.slice(2), flags);
if ('problem' in parsed) refuseArguments('tasks', parsed.problem, flags);
const { language = 'lists', type = 'deduction', depth = 1, count = 10, operations, seed = 1 } = parsed.flags;
if (operations === 'rare' && type === 'error')
  refuseArguments(
    'tasks',
    'Error tasks have operations of their own: --operations rare is for the other types.',
    flags,
  );

try {
  const written = operations === 'rare' ? withRareOperations(findLanguage(language)) : findLanguage(language);
  for (let index = 0; index < count; index++) {
    const { id, task } = generatedTask(written, type, depth, seed, index, 4, runRequest);
    console.log(JSON.stringify({ id, ...task }));
  }
} catch (error) {
  fail('tasks', error);
}
