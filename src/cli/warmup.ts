import { parseArguments } from '../core/config/flags.ts';
import { parseSettings } from '../core/config/parseConfig.ts';
import { defaultConfig, schema } from '../core/config/schema.ts';
import { runRequest } from '../core/python/run.ts';
import { heldOutTasks } from '../core/tasks/heldOut.ts';
import { findLanguage } from '../core/tasks/language.ts';
import { tokenStrings } from '../core/tasks/vocabulary.ts';
import { evaluateHeldOut } from '../engine/evaluate.ts';
import { createJudgePool } from '../engine/judge/judgePool.ts';
import { modelTokens } from '../engine/modelFiles.ts';
import { warmUp } from '../engine/warmup.ts';
import { exportCheckpoint } from '../nn/checkpoint/checkpoint.ts';
import { configuredShape } from '../nn/configuredShape.ts';
import { createModel } from '../nn/createModel.ts';
import { probeDevice } from '../nn/device.ts';
import { initialWeights } from '../nn/initialWeights.ts';
import { parameterCount } from '../nn/modelShape.ts';
import { writeFolder } from './checkpointFolder.ts';
import { fail, refuseArguments } from './command.ts';
import { modelCard } from './modelCard.ts';

/** `npm run warmup`: makes a base checkpoint from random programs of a language's grammar, the same one for the same arguments. */

const flags = {
  language: { kind: 'choice', options: schema.language.options.map(({ value }) => value), help: 'language level' },
  out: { kind: 'text', placeholder: 'DIR', help: 'folder for the checkpoint' },
  tokens: { kind: 'number', min: 1, max: 1e12, help: 'tokens to train on (default: the full warm-up of the settings)' },
  seed: { kind: 'integer', min: 0, max: 4294967295, help: 'seed of weights and programs' },
  size: { kind: 'choice', options: schema.modelSize.options.map(({ value }) => value), help: 'model size' },
  recency: { kind: 'switch', help: 'attention that falls off with distance (setting recencyBias)' },
  backend: { kind: 'choice', options: ['webgpu', 'wasm', 'cpu'], help: 'where the arithmetic runs' },
} as const;

const parsed = parseArguments(process.argv.slice(2), flags);
if ('problem' in parsed) refuseArguments('warmup', parsed.problem, flags);
const { language: name = 'lists', out, tokens, seed = 1, recency = false, backend = 'wasm' } = parsed.flags;
const size = parsed.flags.size ?? findLanguage(name).defaultSize;
if (!out) refuseArguments('warmup', 'Say where the checkpoint goes: --out DIR.', flags);
const read = parseSettings(
  [`language=${name}`, `modelSize=${size}`, `recencyBias=${recency ? 'on' : 'off'}`],
  defaultConfig(),
);
if ('problems' in read) refuseArguments('warmup', read.problems.join(' '), flags);

try {
  const config = read.config;
  const language = findLanguage(config.language);
  const shape = configuredShape(config);
  const device = await probeDevice(backend);
  const model = await createModel({
    shape,
    weights: initialWeights(shape, seed),
    backend: device.backend,
    engine: 'auto',
  });
  const wanted = tokens ?? config.warmupTokens * 1e6;
  const end = await warmUp(model, {
    language,
    seed,
    tokens: wanted,
    inductionInputs: config.inductionInputs,
    run: runRequest,
    breathe: async () => {},
    onProgress: ({ update, updates, loss, tokens: trained, seconds }) => {
      if (update % 50 === 0)
        process.stderr.write(
          `update ${update} of ${updates}: loss ${loss.toFixed(3)}, ${(trained / seconds).toFixed(0)} tokens/s\n`,
        );
    },
  });
  const judge = createJudgePool(0);
  const heldOut = heldOutTasks(language, 'development', 1200, config.inductionInputs, runRequest);
  const evaluation = await evaluateHeldOut(model, judge, language, heldOut, 0, config.fuel, () => {});
  const parameters = parameterCount(shape);
  const facts = {
    language: language.name,
    size: config.modelSize,
    recencyBias: config.recencyBias,
    parameters,
    seed,
    asked: wanted,
    tokens: end.tokens,
    updates: end.update,
    flops: 6 * parameters * end.tokens,
    loss: end.loss,
    warmupDepth: language.warmupDepth,
    backend: model.backend,
    heldOut: evaluation.types,
  };
  writeFolder(out, {
    ...exportCheckpoint(shape, await model.getWeights(), tokenStrings, modelTokens, 'F16'),
    'README.md': modelCard(facts),
    'facts.json': `${JSON.stringify(facts)}\n`,
  });
  console.log(JSON.stringify({ v: 1, out, ...facts }));
  process.exit(0);
} catch (error) {
  fail('warmup', error);
}
