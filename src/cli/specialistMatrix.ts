import type { Config } from '../core/config/schema.ts';
import { defaultConfig } from '../core/config/schema.ts';
import {
  type LanguageName,
  matrixLanguages,
  pooledScores,
  type Specialist,
  seenPercent,
  specialistName,
} from '../core/evidence/specialists.ts';
import { runRequest } from '../core/python/run.ts';
import { heldOutTasks } from '../core/tasks/heldOut.ts';
import { findLanguage } from '../core/tasks/language.ts';
import { taskTypes } from '../core/tasks/taskType.ts';
import { evaluateHeldOut } from '../engine/evaluate.ts';
import { createJudgePool } from '../engine/judge/judgePool.ts';
import { createModel } from '../nn/createModel.ts';
import { probeDevice } from '../nn/device.ts';
import { readModel } from './readModel.ts';

/** Greedy scores of each checkpoint or saved run on `tasks` held-out test tasks of each language. */
export async function specialistMatrix(
  paths: readonly string[],
  languages: readonly LanguageName[],
  tasks: number,
  backend: Config['backend'],
): Promise<Specialist[]> {
  const { fuel, inductionInputs } = defaultConfig();
  const device = await probeDevice(backend);
  const judge = createJudgePool(0);
  const matrix: Specialist[] = [];
  for (const path of paths) {
    const { weights, shape, language, run } = readModel(path);
    const model = await createModel({ shape, weights, backend: device.backend, engine: 'auto' });
    const heldOut: Specialist['heldOut'] = {};
    for (const name of languages) {
      const spoken = findLanguage(name);
      const set = heldOutTasks(spoken, 'test', tasks, inductionInputs, runRequest);
      const { types } = await evaluateHeldOut(model, judge, spoken, set, 0, fuel, () => {});
      heldOut[name] = pooledScores(name, types);
    }
    model.dispose();
    matrix.push({
      language,
      ...(run ? { preset: run.preset, seed: run.seed } : {}),
      tokens: run?.tokens ?? 0,
      heldOut,
    });
  }
  judge.dispose();
  return matrix;
}

/** The matrix for a terminal: a row a model, a column a language; percent right in deduction, abduction, induction. */
export function matrixText(matrix: readonly Specialist[]): string {
  const languages = matrixLanguages(matrix);
  const rows = [
    ['D A I in percent', ...languages],
    ...matrix.map((one) => [
      specialistName(one),
      ...languages.map((name) => taskTypes.map((type) => (seenPercent(one, name, type) ?? '–').padStart(3)).join(' ')),
    ]),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column])).join('   ')}\n`).join('');
}
