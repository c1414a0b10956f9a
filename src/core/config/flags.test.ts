import { describe, expect, it } from 'vitest';
import { flagsHelp, parseArguments } from './flags.ts';

const specs = {
  preset: { kind: 'text', placeholder: 'NAME', help: 'Preset.' },
  seeds: { kind: 'range', min: 0, max: 4294967295, help: 'Seeds.' },
  steps: { kind: 'integer', min: 1, max: 1000, help: 'Steps.' },
  minutes: { kind: 'number', min: 0, max: 100, help: 'Minutes.' },
  backend: { kind: 'choice', options: ['wasm', 'cpu'], help: 'Backend.' },
  set: { kind: 'texts', placeholder: 'key=value', help: 'A setting; may be given several times.' },
  json: { kind: 'switch', help: 'JSON.' },
} as const;

describe('parseArguments', () => {
  it('reads both ways to write a value, lists, ranges and the rest', () => {
    const argv = 'run.py --preset paper.1 --seeds 1-3 --steps=40 --minutes 1.5 --set a=1 b=2 --set=c=3 --json -- --x';
    expect(parseArguments(argv.split(' '), specs)).toEqual({
      flags: {
        preset: 'paper.1',
        seeds: [1, 2, 3],
        steps: 40,
        minutes: 1.5,
        backend: undefined,
        set: ['a=1', 'b=2', 'c=3'],
        json: true,
      },
      rest: ['run.py', '--x'],
    });
  });

  it.each([
    ['--stpes 4', 'There is no flag "--stpes". Did you mean "steps"?'],
    ['--steps', '--steps needs a value: --steps N.'],
    ['--preset --json', '--preset needs a value: --preset NAME.'],
    ['--steps 0', '--steps must be a whole number from 1 to 1000; it was "0".'],
    ['--steps 1e2', '--steps must be a whole number from 1 to 1000; it was "1e2".'],
    ['--minutes soon', '--minutes must be a number from 0 to 100; it was "soon".'],
    ['--backend gpu', '--backend must be wasm or cpu; it was "gpu".'],
    [
      '--seeds 5-1',
      '--seeds must be a number, a list such as 1,4 or a range such as 1-5, from 0 to 4294967295; it was "5-1".',
    ],
    ['--steps 1 --steps 2', '--steps was given twice.'],
    ['--json=yes', '--json takes no value.'],
    ['--preset=', '--preset must be a text that is not empty; it was "".'],
    ['--constructor 1', 'There is no flag "--constructor".'],
  ])('%s: %s', (line, problem) => {
    expect(parseArguments(line.split(' '), specs)).toEqual({ problem });
  });

  it('does not fill memory for a huge range', () => {
    expect(parseArguments(['--seeds', '0-4294967295'], specs)).toHaveProperty('problem');
  });

  it('lists the flags for help', () => {
    expect(flagsHelp(specs).split('\n')[1]).toBe('  --seeds A-B         Seeds.');
  });
});
