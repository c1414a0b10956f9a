import { expect, it } from 'vitest';
import { frontierOf } from './frontier.ts';

it('lays evaluations out as depth by step, with gaps where a depth was not evaluated', () => {
  const frontier = frontierOf(
    [
      { kind: 'evaluation', step: 0, types: { deduction: { 1: { n: 4, correct: 4 } }, abduction: {} } },
      { kind: 'evaluation', step: 10, types: { deduction: { 2: { n: 4, correct: 1 }, 1: { n: 4, correct: 3 } } } },
      { kind: 'evaluation', step: 20, types: { abduction: { 1: { n: 2, correct: 0 } } } },
    ],
    'deduction',
  );
  expect(frontier).toEqual({
    steps: [0, 10],
    depths: [1, 2],
    cells: [
      [
        { n: 4, correct: 4 },
        { n: 4, correct: 3 },
      ],
      [undefined, { n: 4, correct: 1 }],
    ],
  });
});

it('shows the later of two evaluations of a step', () => {
  const twice = [0, 3].map((correct) => ({
    kind: 'evaluation' as const,
    step: 5,
    types: { induction: { 1: { n: 3, correct } } },
  }));
  expect(frontierOf(twice, 'induction').cells).toEqual([[{ n: 3, correct: 3 }]]);
});
