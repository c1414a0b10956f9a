import { describe, expect, it } from 'vitest';
import type { HeldOutTask } from './heldOut.ts';
import { ProposedPrograms } from './proposedPrograms.ts';

const program = (a: string, b: string) => `def f(${a}):\n    ${b} = ${a}[1:]\n    return ${b}`;
const heldOut = (depth: number, input = '[1, 2, 3]'): HeldOutTask => ({
  id: 't',
  depth,
  task: { type: 'deduction', program: program('a', 'b'), inputs: [input], outputs: ['[2, 3]'] },
});

describe('ProposedPrograms', () => {
  it('knows a program by its text, and under other names by its canonical text', () => {
    const proposed = new ProposedPrograms();
    expect(proposed.overlap(heldOut(4), 3)).toEqual({ exact: false, normalized: false, takenOut: false });
    proposed.add(program('c', 'd'), ['[5, 6]']);
    expect(proposed.overlap(heldOut(4), 3)).toEqual({ exact: false, normalized: true, takenOut: true });
    proposed.add(program('a', 'b'), ['[5, 6]']);
    expect(proposed.overlap(heldOut(4), 3)).toEqual({ exact: true, normalized: true, takenOut: true });
  });

  it('takes out of the depths that warm-up showed only the same program on the same input', () => {
    const proposed = new ProposedPrograms();
    proposed.add(program('c', 'd'), ['[5, 6]']);
    expect(proposed.overlap(heldOut(3), 3).takenOut).toBe(false);
    expect(proposed.overlap(heldOut(3, '[5, 6]'), 3).takenOut).toBe(true);
  });

  it('passes over what is no Python', () => {
    const proposed = new ProposedPrograms();
    proposed.add('def f(a:', ['1']);
    expect(proposed.overlap(heldOut(4), 3).normalized).toBe(false);
  });
});
