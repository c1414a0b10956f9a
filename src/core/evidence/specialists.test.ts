import { expect, it } from 'vitest';
import { evidenceText, mergeEvidence, parseEvidence } from './evidence.ts';
import {
  matrixLanguages,
  pooledScores,
  type Specialist,
  seenPercent,
  specialistName,
  specialistTable,
} from './specialists.ts';

const depths = (...correct: number[]) =>
  Object.fromEntries(correct.map((right, index) => [index + 1, { n: 10, correct: right }]));
const types = { deduction: depths(10, 8, 6, 1), abduction: depths(9, 9, 9, 9, 9, 4), induction: depths(1) };
const base: Specialist = {
  language: 'text',
  tokens: 0,
  heldOut: { lists: pooledScores('lists', types), text: pooledScores('text', types) },
};
const trained: Specialist = { ...base, preset: 'default.1', seed: 2, tokens: 1_012_345 };

it('pools what the warm-up of the language of the tasks shows, and what is deeper', () => {
  expect(pooledScores('lists', types)).toEqual({
    deduction: { seen: { n: 30, correct: 24 }, beyond: { n: 10, correct: 1 } },
    abduction: { seen: { n: 30, correct: 27 }, beyond: { n: 30, correct: 22 } },
    induction: { seen: { n: 10, correct: 1 }, beyond: { n: 0, correct: 0 } },
  });
  expect(pooledScores('text', types).abduction).toEqual({
    seen: { n: 50, correct: 45 },
    beyond: { n: 10, correct: 4 },
  });
});

it('is a table with a row a model and a column a language, or says that it was not run, with the commands', () => {
  expect(matrixLanguages([base])).toEqual(['lists', 'text']);
  expect(seenPercent(base, 'numbers', 'deduction')).toBeUndefined();
  expect([specialistName(base), specialistName(trained)]).toEqual([
    'text, base',
    'text, after 1M tokens of default.1, seed 2',
  ]);
  const table = specialistTable([base, trained]).join('\n');
  expect(table).toContain('| text, base | 80 90 10 | 63 90 10 |');
  expect(table).toContain('npm run -s evaluate -- --matrix ');
  expect(specialistTable([]).join('\n')).toContain('Not run.');
});

it('stands in the file beside the results, stays when there is nothing new, and may be missing in an older file', () => {
  const empty = parseEvidence('{"v":1,"results":[]}');
  expect(empty.specialists).toEqual([]);
  const first = mergeEvidence(empty, [], [base]);
  expect(parseEvidence(evidenceText(first)).specialists).toEqual([base]);
  expect(mergeEvidence(first, []).specialists).toEqual([base]);
  expect(mergeEvidence(first, [], [trained]).specialists).toEqual([trained]);
});
