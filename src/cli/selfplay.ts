import { stderr } from 'node:process';
import { withShippedBase } from '../core/config/baseModel.ts';
import { parseArguments } from '../core/config/flags.ts';
import { parseSettings } from '../core/config/parseConfig.ts';
import { findPreset, presetConfig, presetId, presets } from '../core/config/presets.ts';
import type { Config } from '../core/config/schema.ts';
import { budgets, evaluationTasksFor } from '../core/evidence/budgets.ts';
import { fail, refuseArguments } from './command.ts';
import { type HeadlessLimits, type HeadlessOptions, runHeadless } from './runHeadless.ts';
import { runSweep } from './sweep.ts';

/** `npm run selfplay`: self-play without a page. The contract is in README.md; the last line of stdout is the summary. */

const flags = {
  preset: {
    kind: 'text',
    placeholder: 'NAME[.N]',
    help: `one of ${presets.map(presetId).join(', ')}; several with commas`,
  },
  checkpoint: { kind: 'text', placeholder: 'DIR', help: 'begin with these weights' },
  seed: { kind: 'integer', min: 0, max: 4294967295, help: 'seed of the run' },
  seeds: { kind: 'range', min: 0, max: 4294967295, help: 'several seeds, one run each, kept in runs/sweeps' },
  steps: { kind: 'integer', min: 0, max: 1e9, help: 'stop after so many steps' },
  tokens: { kind: 'number', min: 1, max: 1e15, help: 'stop when so many tokens were sampled and trained' },
  minutes: { kind: 'number', min: 0, max: 1e6, help: 'stop after so many minutes' },
  'eval-tasks': {
    kind: 'integer',
    min: 3,
    max: 4500,
    help: `held-out tasks in an evaluation (from ${budgets.full.tokens / 1e6} million --tokens on: ${budgets.full.evaluationTasks})`,
  },
  backend: { kind: 'choice', options: ['webgpu', 'wasm', 'cpu'], help: 'where the arithmetic runs' },
  engine: { kind: 'choice', options: ['plain', 'fused'], help: 'plain TensorFlow.js or fused kernels' },
  set: { kind: 'texts', placeholder: 'key=value', help: 'change a setting of the preset' },
  out: { kind: 'text', placeholder: 'RUN.azrun', help: 'write the run to this file' },
} as const;

const parsed = parseArguments(process.argv.slice(2), flags);
if ('problem' in parsed) refuseArguments('selfplay', parsed.problem, flags);
if (parsed.rest.length > 0) refuseArguments('selfplay', `"${parsed.rest[0]}" is not a flag.`, flags);
const given = parsed.flags;
if (given.seed !== undefined && given.seeds) refuseArguments('selfplay', 'Give --seed or --seeds, not both.', flags);
if (given.steps === undefined && given.tokens === undefined && given.minutes === undefined) {
  refuseArguments('selfplay', 'A run without a page needs an end: give --steps, --tokens or --minutes.', flags);
}

const limits: HeadlessLimits = { steps: given.steps, tokens: given.tokens, minutes: given.minutes };
const configs = (given.preset ?? 'default').split(',').map((name): { preset: string; config: Config } => {
  const preset = findPreset(name);
  if (!preset)
    refuseArguments('selfplay', `There is no preset "${name}". There are ${presets.map(presetId).join(', ')}.`, flags);
  const evaluationTasks = evaluationTasksFor(given.tokens);
  const settings = [...(evaluationTasks === undefined ? [] : [`evaluationTasks=${evaluationTasks}`]), ...given.set];
  if (given['eval-tasks'] !== undefined) settings.push(`evaluationTasks=${given['eval-tasks']}`);
  if (given.backend) settings.push(`backend=${given.backend}`);
  if (given.engine) settings.push(`engine=${given.engine}`);
  const read = parseSettings(settings, presetConfig(preset));
  if ('problems' in read) refuseArguments('selfplay', read.problems.join(' '), flags);
  const biasGiven = given.set.some((setting) => setting.startsWith('recencyBias='));
  return { preset: presetId(preset), config: biasGiven ? read.config : withShippedBase(read.config) };
});

try {
  const seeds = given.seeds ?? (given.seed === undefined ? undefined : [given.seed]);
  const runs = configs.flatMap(({ preset, config }) =>
    (seeds ?? [config.seed]).map((seed) => ({ preset, config: { ...config, seed } })),
  );
  const options: HeadlessOptions = {
    limits,
    checkpoint: given.checkpoint,
    out: given.out,
    progress: (text) => stderr.write(text),
  };
  if (runs.length === 1) {
    // Seeds make a sweep though they are one, which is kept; what is printed is that of one run either way.
    const summary = given.seeds ? (await runSweep(runs, options)).runs[0] : await runHeadless(runs[0], options);
    console.log(JSON.stringify(summary));
    process.exit(summary.stopped === 'error' ? 1 : 0);
  }
  console.log(JSON.stringify(await runSweep(runs, options)));
  process.exit(0);
} catch (error) {
  fail('selfplay', error);
}
