import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { type Spread, spreadOf } from '../core/evidence/statistics.ts';
import type { RunSummary } from '../core/runlog/summary.ts';
import { findLanguage } from '../core/tasks/language.ts';
import { taskTypes } from '../core/tasks/taskType.ts';
import { buildName } from './buildName.ts';
import { type HeadlessOptions, runHeadless } from './runHeadless.ts';
import { type PlannedRun, readSweptRun, SWEEPS, type SweptRun, sweptRunPath, unfinishedPath } from './sweptRun.ts';

/** Difference b - a of a metric between two presets over the seeds that both ran. */
export interface PairedDifference extends Spread {
  a: string;
  b: string;
  metric: string;
}

/** How often an unfinished run is kept, to go on from. */
const KEEP_MINUTES = 3;

/**
 * Runs every planned run that has no result yet, from where it was interrupted; the results of earlier, equal ones are taken over, those of another
 * build too, which is said. Ends with a table on `progress`. Of several
 * runs each is written beside `out`, with preset and seed in its name. One alone is written to `out` itself, and run again for it: what is kept
 * is the summary.
 */
export async function runSweep(
  runs: readonly Pick<PlannedRun, 'preset' | 'config'>[],
  options: HeadlessOptions,
): Promise<{ v: 1; runs: RunSummary[]; paired: PairedDifference[] }> {
  mkdirSync(SWEEPS, { recursive: true });
  const done: SweptRun[] = [];
  const alone = runs.length === 1;
  const build = buildName();
  const byBuild = (before: SweptRun) =>
    before.build === build
      ? ''
      : `, in ${before.build ? `build ${before.build}` : 'an earlier build'}; this is build ${build}`;
  for (const { preset, config } of runs) {
    const planned: PlannedRun = { preset, config, limits: options.limits, checkpoint: options.checkpoint };
    const path = sweptRunPath(planned);
    const before = alone && options.out !== undefined ? undefined : readSweptRun(path);
    options.progress(`${preset}, seed ${config.seed}${before ? `: done before (${path})${byBuild(before)}` : ''}\n`);
    if (before) {
      done.push(before);
      continue;
    }
    const out = alone ? options.out : options.out?.replace(/(\.azrun)?$/, `-${preset}-${config.seed}.azrun`);
    const keep = { path: unfinishedPath(path), minutes: KEEP_MINUTES };
    const summary = await runHeadless({ preset, config }, { ...options, out, keep });
    const { limits, checkpoint } = planned;
    const run: SweptRun = { config, limits, ...(checkpoint === undefined ? {} : { checkpoint }), build, summary };
    writeFileSync(path, JSON.stringify(run));
    rmSync(keep.path, { force: true });
    done.push(run);
  }
  const paired = pairedDifferences(done);
  options.progress(sweepTable(done, paired));
  return { v: 1, runs: done.map(({ summary }) => summary), paired };
}

/** Final held-out accuracy of each task type: over all depths, over those that warm-up showed (`seen`), and over all deeper ones. */
export function metricsOf({ config, summary }: Pick<SweptRun, 'config' | 'summary'>): Record<string, number> {
  const { warmupDepth } = findLanguage(config.language);
  const metrics: Record<string, number> = {};
  for (const type of taskTypes) {
    const scores = Object.entries(summary.heldout.end[type] ?? {});
    const pooled = (name: string, wanted: (depth: number) => boolean) => {
      const chosen = scores.filter(([depth]) => wanted(Number(depth))).map(([, score]) => score);
      const n = chosen.reduce((sum, score) => sum + score.n, 0);
      if (n > 0) metrics[name] = chosen.reduce((sum, score) => sum + score.correct, 0) / n;
    };
    pooled(`heldout.${type}`, () => true);
    pooled(`heldout.${type}.seen`, (depth) => depth <= warmupDepth);
    pooled(`heldout.${type}.beyond`, (depth) => depth > warmupDepth);
  }
  return metrics;
}

/** Mean and spread of b - a over common seeds, for every metric and pair of presets. */
export function pairedDifferences(runs: readonly Pick<SweptRun, 'config' | 'summary'>[]): PairedDifference[] {
  const rows = runs.map((run) => ({ preset: run.summary.preset, seed: run.summary.seed, metrics: metricsOf(run) }));
  const names = [...new Set(rows.map(({ preset }) => preset))];
  const metrics = [...new Set(rows.flatMap((row) => Object.keys(row.metrics)))];
  return names.flatMap((b, index) =>
    names.slice(0, index).flatMap((a) =>
      metrics.flatMap((metric): PairedDifference[] => {
        const spread = spreadOf(
          rows.flatMap((row) => {
            const other = rows.find(({ preset, seed }) => preset === a && seed === row.seed);
            const [first, second] = [other?.metrics[metric], row.metrics[metric]];
            return row.preset !== b || first === undefined || second === undefined ? [] : [second - first];
          }),
        );
        return spread ? [{ a, b, metric, ...spread }] : [];
      }),
    ),
  );
}

/** What a person reads at the end of a sweep: mean ± standard deviation over seeds in percent, then the paired differences in points. */
export function sweepTable(
  runs: readonly Pick<SweptRun, 'config' | 'summary'>[],
  paired: readonly PairedDifference[],
): string {
  const rows = runs.map((run) => ({ preset: run.summary.preset, metrics: metricsOf(run) }));
  const columns = taskTypes.flatMap((type) => ['seen', 'beyond'].map((range) => `heldout.${type}.${range}`));
  const shown = (spread: Spread | undefined) =>
    spread ? `${(100 * spread.mean).toFixed(1)} ± ${(100 * spread.sd).toFixed(1)}` : '';
  const title = (column: string) => column.replace('heldout.', '').replace('.', ' ');
  const means = [...new Set(rows.map(({ preset }) => preset))].map((preset) => {
    const own = rows.filter((row) => row.preset === preset);
    const cells = columns.map((column) =>
      shown(spreadOf(own.flatMap(({ metrics }) => (column in metrics ? [metrics[column]] : [])))),
    );
    return [preset, String(own.length), ...cells];
  });
  const pairs = [...new Set(paired.map(({ a, b }) => `${b} - ${a}`))].map((name) => {
    const own = paired.filter(({ a, b }) => `${b} - ${a}` === name);
    const cells = columns.map((column) => shown(own.find(({ metric }) => metric === column)));
    return [name, String(Math.max(...own.map(({ n }) => n))), ...cells];
  });
  const table = [['', 'seeds', ...columns.map(title)], ...means, ...pairs];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  return `${table
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}
