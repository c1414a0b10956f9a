import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArguments } from '../core/config/flags.ts';
import { defaultConfig, schema } from '../core/config/schema.ts';
import { passAtK } from '../core/rl/passAtK.ts';
import { Purpose } from '../core/rng.ts';
import { findLanguage } from '../core/tasks/language.ts';
import { allTaskTypes } from '../core/tasks/taskType.ts';
import { reasoningByType } from '../engine/evaluate.ts';
import { chainOf, countOutcomes, testFalseSteps } from '../engine/falseSteps.ts';
import { createJudgePool } from '../engine/judge/judgePool.ts';
import { type SolvedAttempt, solve } from '../engine/solver.ts';
import { createModel } from '../nn/createModel.ts';
import { probeDevice } from '../nn/device.ts';
import { fail, refuseArguments } from './command.ts';
import { readModel } from './readModel.ts';
import { readTasks, type TaskRow } from './readTasks.ts';
import { matrixText, specialistMatrix } from './specialistMatrix.ts';

/** `npm run evaluate`: pass@1 and pass@k of a checkpoint or a saved run on a file of tasks, or specialists across the languages. */

const flags = {
  checkpoint: { kind: 'text', placeholder: 'DIR|RUN.azrun', help: 'a checkpoint folder or a run saved with weights' },
  tasks: { kind: 'text', placeholder: 'FILE', help: 'tasks, one JSON object a line' },
  against: { kind: 'text', placeholder: 'DIR|RUN.azrun', help: 'the same for this one, e.g. the base of the run' },
  k: { kind: 'text', placeholder: 'K[,K]', help: 'pass@k, one or several with commas, each from 1 to 256 (default 8)' },
  seed: { kind: 'integer', min: 0, max: 4294967295, help: 'seed of the sampled attempts' },
  backend: { kind: 'choice', options: ['webgpu', 'wasm', 'cpu'], help: 'where the arithmetic runs' },
  plant: {
    kind: 'switch',
    help: 'plant a false step in each greedy chain of thought: does the answer follow it?',
  },
  out: { kind: 'text', placeholder: 'FILE', help: 'write one row a task (JSONL), or the matrix (JSON)' },
  matrix: {
    kind: 'texts',
    placeholder: 'DIR|RUN.azrun …',
    help: 'cross-evaluation: each of these on the held-out test tasks of each language',
  },
  languages: { kind: 'text', placeholder: 'NAME[,NAME]', help: 'languages of the matrix (default: all)' },
  'eval-tasks': { kind: 'integer', min: 3, max: 4500, help: 'held-out tasks a language in the matrix (default 720)' },
} as const;

const parsed = parseArguments(process.argv.slice(2), flags);
if ('problem' in parsed) refuseArguments('evaluate', parsed.problem, flags);
const { matrix: specialists, languages: named, 'eval-tasks': evaluationTasks = 720 } = parsed.flags;
const { checkpoint, against, tasks: file, k: wanted = '8', seed = 1, backend = 'wasm', plant, out } = parsed.flags;
if (specialists.length > 0) await crossEvaluate(specialists);
if (!checkpoint) refuseArguments('evaluate', 'Say what to evaluate: --checkpoint DIR or RUN.azrun.', flags);
if (!file) refuseArguments('evaluate', 'Say on what to evaluate: --tasks FILE.', flags);

const ks = wanted.split(',').map(Number);
if (!ks.every((k) => Number.isInteger(k) && k >= 1 && k <= 256))
  refuseArguments('evaluate', `--k takes whole numbers from 1 to 256 with commas, not "${wanted}".`, flags);
const k = Math.max(...ks);

try {
  const types = await evaluateCheckpoint(checkpoint, file, out);
  const other = against ? { against: await evaluateCheckpoint(against, file) } : {};
  console.log(JSON.stringify({ v: 1, types, ...other }));
  process.exit(0);
} catch (error) {
  fail('evaluate', error);
}

/** The matrix on stderr as a table and on stdout as JSON, and into `--out`; ends the process. */
async function crossEvaluate(paths: readonly string[]): Promise<never> {
  const known = schema.language.options.map(({ value }) => value);
  const asked: readonly string[] = named?.split(',') ?? known;
  const languages = known.filter((name) => asked.includes(name));
  const unknown = asked.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined)
    refuseArguments('evaluate', `--languages takes ${known.join(', ')} with commas, not "${unknown}".`, flags);
  try {
    const matrix = await specialistMatrix(paths, languages, evaluationTasks, backend);
    process.stderr.write(matrixText(matrix));
    const text = JSON.stringify({ v: 1, matrix });
    if (out) {
      mkdirSync(dirname(out), { recursive: true });
      writeFileSync(out, `${text}\n`);
    }
    console.log(text);
    process.exit(0);
  } catch (error) {
    fail('evaluate', error);
  }
}

/** Greedy and sampled attempts of a checkpoint at every task of a file; one row a task is written to `out`. */
async function evaluateCheckpoint(path: string, file: string, out?: string) {
  const { weights, shape, language: name } = readModel(path);
  const language = findLanguage(name);
  const rows = readTasks(readFileSync(file, 'utf8'), shape.context);
  const device = await probeDevice(backend);
  const model = await createModel({ shape, weights, backend: device.backend, engine: 'auto' });
  const judge = createJudgePool(0);
  const usable = rows.filter((row) => !row.skipped);
  const attempts = (count: number) =>
    usable.flatMap((row, index) =>
      Array.from({ length: count }, (_, attempt) => ({
        id: `${row.id}.${attempt}`,
        purpose: 'evaluate' as const,
        task: row.task,
        depth: row.depth,
        closingLine: language.closingLine,
        item: index * 256 + attempt,
        streamed: false,
      })),
    );
  const { fuel } = defaultConfig();
  const options = { seed, purpose: Purpose.evaluation, step: 1, emit: () => {} };
  const greedy = await solve(model, judge, attempts(1), fuel, { ...options, temperature: 0 });
  const sampled = await solve(model, judge, attempts(k), fuel, { ...options, temperature: 1 });
  const isRight = ({ judgement }: SolvedAttempt) => judgement.verdict.kind === 'correct';
  for (const [index, row] of usable.entries()) {
    row.greedy = isRight(greedy[index]);
    row.successes = sampled.slice(index * k, (index + 1) * k).filter(isRight).length;
  }
  if (out)
    writeFileSync(
      out,
      rows
        .map(
          ({ id, depth, skipped, greedy: right, successes }) =>
            `${JSON.stringify({ id, depth, skipped, greedy: right, successes, k })}\n`,
        )
        .join(''),
    );
  const reasoning = reasoningByType(greedy);
  const tests = plant ? await testFalseSteps(model, judge, greedy.map(chainOf), { seed, fuel, item: 0 }) : undefined;
  judge.dispose();
  model.dispose();
  const types = allTaskTypes.filter((type) => type !== 'error' || rows.some(({ task }) => task.type === type));
  return Object.fromEntries(
    types.map((type) => [
      type,
      {
        ...score(rows.filter(({ task }) => task.type === type)),
        reasoning: reasoning[type],
        falseSteps: tests && countOutcomes(tests.filter((_, index) => greedy[index].attempt.task.type === type)),
      },
    ]),
  );
}

/**
 * pass@1 is greedy; pass@k is estimated without bias from the most attempts that were asked for, in all and by depth. The plain `pass@k` is that of
 * the largest k. Skipped tasks count in none.
 */
function score(rows: readonly TaskRow[]) {
  const done = rows.filter((row) => !row.skipped);
  const skipped: Record<string, number> = {};
  for (const row of rows) if (row.skipped) skipped[row.skipped] = (skipped[row.skipped] ?? 0) + 1;
  const depths = [...new Set(done.map(({ depth }) => depth))].sort((a, b) => a - b);
  const byDepth = Object.fromEntries(
    depths.map((depth) => {
      const cell = done.filter((row) => row.depth === depth);
      const correct = cell.filter(({ greedy }) => greedy).length;
      const solved = cell.filter(({ successes }) => (successes ?? 0) > 0).length;
      return [depth, { n: cell.length, correct, solved, ...passes(cell) }];
    }),
  );
  return {
    n: done.length,
    skipped,
    'pass@1': done.length === 0 ? null : done.filter(({ greedy }) => greedy).length / done.length,
    'pass@k': passAt(done, k),
    k,
    ...passes(done),
    byDepth,
  };
}

/** The asked pass@k; pass@1 is the greedy one above. */
function passes(rows: readonly TaskRow[]): Record<string, number | null> {
  return Object.fromEntries(ks.filter((count) => count > 1).map((count) => [`pass@${count}`, passAt(rows, count)]));
}

function passAt(rows: readonly TaskRow[], count: number): number | null {
  const sum = rows.reduce((total, { successes = 0 }) => total + passAtK(k, successes, count), 0);
  return rows.length === 0 ? null : sum / rows.length;
}
