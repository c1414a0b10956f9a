import { parseArguments } from '../core/config/flags.ts';
import { refuseArguments } from './command.ts';
import { soakEngine } from './soak/engineSoak.ts';
import { soakLossParity } from './soak/lossParity.ts';
import { soakPython } from './soak/pythonSoak.ts';

/** `npm run soak`: the long tests. Exit code 1 when one of them fails. */

const PARTS = ['python', 'engine'] as const;

/** Updates over which the engines are compared. */
const PARITY_UPDATES = 50;

const flags = {
  only: { kind: 'choice', options: PARTS, help: 'one part alone' },
  seed: { kind: 'integer', min: 0, max: 4294967295, help: 'seed of what is generated' },
  programs: { kind: 'integer', min: 1, max: 10_000_000, help: 'generated Python programs to compare with CPython' },
  calls: {
    kind: 'integer',
    min: 1,
    max: 10_000_000,
    help: 'calls of built-ins and modules on odd values to compare with CPython',
  },
  updates: { kind: 'integer', min: 10, max: 1_000_000, help: 'optimiser updates of each execution of the model' },
  steps: { kind: 'integer', min: 10, max: 100_000, help: 'steps of self-play' },
  sources: { kind: 'integer', min: 1, max: 10_000_000, help: 'wrong Python sources to read and run' },
} as const;

const parsed = parseArguments(process.argv.slice(2), flags);
if ('problem' in parsed) refuseArguments('soak', parsed.problem, flags);
const {
  only,
  seed = 1,
  programs = 20_000,
  calls = 10_000,
  sources = 20_000,
  updates = 10_000,
  steps = 200,
} = parsed.flags;

const say = (text: string): void => void process.stdout.write(text);
const soaks: Record<(typeof PARTS)[number], () => boolean | Promise<boolean>> = {
  python: () => soakPython({ seed, programs, calls, sources, say }),
  engine: async () => {
    const alike = await soakLossParity(PARITY_UPDATES, say);
    return (await soakEngine({ updates, steps, say })) && alike;
  },
};
for (const part of PARTS) {
  if (only !== undefined && only !== part) continue;
  const passed = await soaks[part]();
  say(`${part}: ${passed ? 'passed' : 'FAILED'}\n`);
  if (!passed) process.exitCode = 1;
}
