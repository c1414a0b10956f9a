import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointName, chooseBase } from '../core/config/baseModel.ts';
import type { Config } from '../core/config/schema.ts';
import { hex, sha256 } from '../core/runlog/sha256.ts';
import type { RunSummary } from '../core/runlog/summary.ts';
import { canonicalConfig } from '../core/runlog/trajectoryHash.ts';
import { SHIPPED } from './checkpointFolder.ts';
import type { HeadlessLimits } from './runHeadless.ts';

/** A finished run of a sweep, as it is kept. */
export interface SweptRun {
  config: Config;
  limits: HeadlessLimits;
  /** Folder of the checkpoint that it began with, where that was not the preset's base. */
  checkpoint?: string;
  /** Build that it was run with; what was kept before builds were noted has none. */
  build?: string;
  summary: RunSummary;
}

/** What a run is before it is run. */
export type PlannedRun = Pick<SweptRun, 'config' | 'limits' | 'checkpoint'> & { preset: string };

/** Where finished runs of sweeps are kept, so that an interrupted sweep goes on where it stopped. */
export const SWEEPS = 'runs/sweeps';

/** The file of a run: the same for everything that decides its result, the base's weights included. */
export function sweptRunPath(run: PlannedRun): string {
  const { preset, config, limits, checkpoint } = run;
  const { evaluationTasks, evaluationSet, averagedShare } = config;
  const what = [
    preset,
    canonicalConfig(config),
    evaluationTasks,
    evaluationSet,
    limits,
    checkpoint ?? null,
    baseOf(run),
    // Came later: what was kept before stays found.
    ...(averagedShare > 0 ? [averagedShare] : []),
  ];
  const fingerprint = hex(sha256(new TextEncoder().encode(JSON.stringify(what)))).slice(0, 12);
  return join(SWEEPS, `${preset}-${config.seed}-${fingerprint}.json`);
}

/** Where a run is kept while it goes on, beside its result. */
export function unfinishedPath(path: string): string {
  return path.replace(/json$/, 'azrun');
}

/** A run that was kept; undefined for a file of another form (or of an earlier version). */
export function readSweptRun(path: string): SweptRun | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const run: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof run !== 'object' || run === null || !('summary' in run && 'config' in run)) return undefined;
    const kept = run as SweptRun;
    // Summaries of earlier versions tell no trends.
    return { ...kept, summary: { ...kept.summary, trends: kept.summary.trends ?? {} } };
  } catch {
    return undefined;
  }
}

/** Digest of the weights that the run begins with, where they come from a file. */
function baseOf({ config, checkpoint }: PlannedRun): string | null {
  const folder = checkpoint ?? (chooseBase(config) === 'shipped' ? join(SHIPPED, checkpointName(config)) : undefined);
  const file = folder && join(folder, 'model.safetensors');
  return file && existsSync(file) ? hex(sha256(new Uint8Array(readFileSync(file)))) : null;
}
