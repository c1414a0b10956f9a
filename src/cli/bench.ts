import { cpus } from 'node:os';
import { parseArguments } from '../core/config/flags.ts';
import { type BenchPart, type BenchRow, benchTable } from './bench/benchRow.ts';
import { BENCH_BACKENDS, BENCH_SIZES, modelBench } from './bench/modelBench.ts';
import { pythonBench } from './bench/pythonBench.ts';
import { fail, refuseArguments } from './command.ts';

/** `npm run bench`: what ours and its peers do in one run on this machine, as tables and, in the last line, as JSON. */

const PARTS = ['python', 'train', 'sample'] as const;

const flags = {
  size: { kind: 'choice', options: BENCH_SIZES, help: 'one model size alone' },
  backend: { kind: 'choice', options: BENCH_BACKENDS, help: 'one backend of the model alone' },
  only: { kind: 'choice', options: PARTS, help: 'one part alone' },
  json: { kind: 'switch', help: 'the line of JSON alone, without the tables' },
} as const;

const parsed = parseArguments(process.argv.slice(2), flags);
if ('problem' in parsed) refuseArguments('bench', parsed.problem, flags);
const { only, json, size, backend } = parsed.flags;
const sizes = size === undefined ? BENCH_SIZES : [size];
const backends = backend === undefined ? BENCH_BACKENDS : [backend];

const parts: Record<(typeof PARTS)[number], BenchPart> = {
  python: pythonBench,
  train: modelBench('training', sizes, backends),
  sample: modelBench('sampling', sizes, backends),
};

const device = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  node: process.version,
  date: new Date().toISOString().slice(0, 10),
};
if (!json) console.log(`${device.cpu}, ${device.cores} cores, Node ${device.node}`);

const rows: BenchRow[] = [];
try {
  for (const name of PARTS) {
    if (only !== undefined && only !== name) continue;
    const part = parts[name];
    const measured = await part.run((sentence) => console.error(`${name}: ${sentence}`));
    if (!json) console.log(`\n${name}\n${benchTable(part.figures, measured)}`);
    rows.push(...measured);
  }
  console.log(`${json ? '' : '\n'}${JSON.stringify({ v: 1, device, rows })}`);
} catch (error) {
  fail('bench', error);
}
