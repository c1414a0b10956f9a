import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../core/config/schema.ts';
import { hex, sha256 } from '../core/runlog/sha256.ts';
import type { RunSummary } from '../core/runlog/summary.ts';
import { canonicalConfig } from '../core/runlog/trajectoryHash.ts';
import { taskTypes } from '../core/tasks/taskType.ts';
import { type HeadlessLimits, type HeadlessOptions, runHeadless } from './runHeadless.ts';

interface PlannedRun {
  preset: string;
  config: Config;
}

/** Difference of a metric between two presets over the seeds that both ran. */
export interface PairedDifference {
  a: string;
  b: string;
  metric: string;
  mean: number;
  sd: number;
  n: number;
}

/** Where finished runs of sweeps are kept, so that an interrupted sweep goes on where it stopped. */
const SWEEPS = 'runs/sweeps';

/** Runs every planned run that has no result yet; the results of earlier, equal ones are taken over. */
export async function runSweep(
  runs: readonly PlannedRun[],
  options: HeadlessOptions,
): Promise<{ v: 1; runs: RunSummary[]; paired: PairedDifference[] }> {
  mkdirSync(SWEEPS, { recursive: true });
  const summaries: RunSummary[] = [];
  for (const run of runs) {
    const path = join(
      SWEEPS,
      `${run.preset}-${run.config.seed}-${fingerprint(run, options.limits, options.checkpoint)}.json`,
    );
    if (existsSync(path)) {
      options.progress(`${run.preset}, seed ${run.config.seed}: done before (${path})\n`);
      summaries.push(JSON.parse(readFileSync(path, 'utf8')));
      continue;
    }
    options.progress(`${run.preset}, seed ${run.config.seed}\n`);
    const out = options.out?.replace(/(\.azrun)?$/, `-${run.preset}-${run.config.seed}.azrun`);
    const summary = await runHeadless(run, { ...options, out });
    writeFileSync(path, JSON.stringify(summary));
    summaries.push(summary);
  }
  return { v: 1, runs: summaries, paired: pairedDifferences(summaries) };
}

function fingerprint({ preset, config }: PlannedRun, limits: HeadlessLimits, checkpoint: string | undefined): string {
  const text = JSON.stringify([preset, canonicalConfig(config), config.evaluationTasks, limits, checkpoint ?? null]);
  return hex(sha256(new TextEncoder().encode(text))).slice(0, 12);
}

/** Mean and spread of b - a over common seeds, for the final held-out accuracy of each task type. */
export function pairedDifferences(runs: readonly RunSummary[]): PairedDifference[] {
  const names = [...new Set(runs.map(({ preset }) => preset))];
  return names.flatMap((b, index) =>
    names.slice(0, index).flatMap((a) =>
      taskTypes.flatMap((type): PairedDifference[] => {
        const differences = runs.flatMap((run) => {
          const other =
            run.preset === b ? runs.find(({ preset, seed }) => preset === a && seed === run.seed) : undefined;
          const [first, second] = [other && accuracy(other, type), accuracy(run, type)];
          return first === undefined || second === undefined ? [] : [second - first];
        });
        if (differences.length === 0) return [];
        const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
        const variance =
          differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, differences.length - 1);
        return [{ a, b, metric: `heldout.${type}`, mean, sd: Math.sqrt(variance), n: differences.length }];
      }),
    ),
  );
}

function accuracy(run: RunSummary, type: (typeof taskTypes)[number]): number | undefined {
  const scores = Object.values(run.heldout.end[type] ?? {});
  const n = scores.reduce((sum, score) => sum + score.n, 0);
  return n === 0 ? undefined : scores.reduce((sum, score) => sum + score.correct, 0) / n;
}
