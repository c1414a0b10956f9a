import { expect, it } from 'vitest';
import { RunState } from '../../../core/runlog/runState.ts';
import { sampleRun } from '../../../core/runlog/testing/sampleRun.ts';
import { frontierPicture, reachWords } from './frontierPicture.ts';

function state(steps: number): RunState {
  const run = new RunState();
  for (const event of sampleRun({ steps, evaluateEvery: 10 })) run.append(event);
  return run;
}

it('has a column for each evaluation, a row for each depth, and knows what warm-up has seen', () => {
  const picture = frontierPicture(state(40), 60);
  expect(picture.depths).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(picture.columns.abduction.map((column) => column.firstStep)).toEqual([0, 10, 20, 30, 40]);
  expect(picture.warmupDepth).toBe(3);
  expect(picture.tasks).toEqual([15, 15]);
});

it('has a map for error tasks where the run has them', () => {
  const types = (error: boolean) => {
    const run = new RunState();
    for (const event of sampleRun({ steps: 10, evaluateEvery: 10 })) {
      run.append(event.kind === 'run' ? { ...event, config: { ...event.config, error } } : event);
    }
    run.append({ kind: 'evaluation', step: 20, types: { error: { 1: { n: 4, correct: 3 } } } });
    const picture = frontierPicture(run, 60);
    return picture.types.map((type) => `${type} ${picture.columns[type].length}`);
  };
  expect(types(false)).toEqual(['deduction 2', 'abduction 2', 'induction 2']);
  expect(types(true)).toEqual(['deduction 2', 'abduction 2', 'induction 2', 'error 1']);
});

it('is empty before the first evaluation', () => {
  const picture = frontierPicture(new RunState(), 60);
  expect(picture.depths).toEqual([]);
  expect(picture.columns.deduction).toEqual([]);
  expect(picture.tasks).toBeUndefined();
});

it('holds the rows of a run beside it', () => {
  expect(frontierPicture(new RunState(), 60, state(10)).depths).toHaveLength(8);
});

it('says how deep, and how far beyond warm-up', () => {
  const column = (...correct: number[]) => [
    { firstStep: 0, lastStep: 0, scores: correct.map((count) => ({ n: 10, correct: count })) },
  ];
  expect(reachWords(column(10, 9, 8, 6, 1), 3)).toBe('solves depth 4, 1 beyond warm-up');
  expect(reachWords(column(10, 9, 2), 3)).toBe('solves depth 2');
  expect(reachWords(column(1), 3)).toBe('solves no depth yet');
  expect(reachWords([], 3)).toBe('not evaluated yet');
  expect(reachWords(column(10, 9, 8, 6, 1), 3, 'number')).toBe('4 (+1)');
});
