import { cpus } from 'node:os';
import { parseArguments } from '../core/config/flags.ts';
import { type BenchPart, type BenchRow, benchTable } from './bench/benchRow.ts';
import { pythonBench } from './bench/pythonBench.ts';
import { fail, refuseArguments } from './command.ts';

/** `npm run bench`: what ours and its peers do in one run on this machine. */

const PARTS = ['python'] as const;

const flags = {
  only: { kind: 'choice', options: PARTS, help: 'one part alone' },
  json: { kind: 'switch', help: 'one line of JSON instead of tables' },
} as const;

const parsed = parseArguments(process.argv.slice(2), flags);
if ('problem' in parsed) refuseArguments('bench', parsed.problem, flags);
const { only, json } = parsed.flags;

const parts: Record<(typeof PARTS)[number], BenchPart> = { python: pythonBench };

const device = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
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
  if (json) console.log(JSON.stringify({ v: 1, device, rows }));
} catch (error) {
  fail('bench', error);
}
