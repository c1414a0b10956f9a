import { parseArguments } from '../core/config/flags.ts';
import { modelFiles, whichWeights } from '../engine/modelFiles.ts';
import { parameterCount } from '../nn/modelShape.ts';
import { writeFolder } from './checkpointFolder.ts';
import { fail, refuseArguments } from './command.ts';
import { readModel } from './readModel.ts';

/** `npm run export -- RUN.azrun --out DIR`: the model of a saved run as a checkpoint for Hugging Face transformers. */

const flags = { out: { kind: 'text', placeholder: 'DIR', help: 'folder for the checkpoint' } } as const;

const parsed = parseArguments(process.argv.slice(2), flags);
if ('problem' in parsed) refuseArguments('export', parsed.problem, flags);
const [path] = parsed.rest;
const { out } = parsed.flags;
if (!path?.endsWith('.azrun') || !out)
  refuseArguments('export', 'Say which run and where to: RUN.azrun --out DIR.', flags);

try {
  const { run, ...model } = readModel(path);
  if (!run) throw new Error(`${path} is no run.`);
  writeFolder(out, modelFiles({ ...model, ...run }));
  console.error(`${out}: ${whichWeights(run)}.`);
  console.log(JSON.stringify({ v: 1, out, ...run, language: model.language, parameters: parameterCount(model.shape) }));
} catch (error) {
  fail('export', error);
}
