import { expect, test } from 'vitest';
import type { RunResult } from '../../core/python/api.ts';
import { type LabState, programError, useLab } from './labStore.ts';

const fine: RunResult = { ok: true, output: '1', steps: 3, stdout: '' };
const failed: RunResult = {
  ok: false,
  error: { kind: 'python', type: 'IndexError', message: 'list index out of range', line: 3 },
  steps: 3,
  stdout: '',
};
const after = (program: string, results: RunResult[]): LabState => ({
  ...useLab.getState(),
  program,
  run: { program: 'as it was run', inputs: results.map((_, i) => String(i)), results },
});

test('the first error of a run is marked, for as long as the program is unchanged', () => {
  expect(programError(after('as it was run', [fine, failed]))?.line).toBe(3);
  expect(programError(after('as it was run', [fine]))).toBeUndefined();
  expect(programError(after('edited', [failed]))).toBeUndefined();
});

test('an error without a line has no place in the editor', () => {
  const nowhere: RunResult = { ...failed, error: { ...failed.error, line: 0 } };
  expect(programError(after('as it was run', [nowhere]))).toBeUndefined();
});
