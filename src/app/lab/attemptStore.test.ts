import { expect, test } from 'vitest';
import { RunState } from '../../core/runlog/runState.ts';
import { labRollouts } from './attemptStore.ts';

function started(run: RunState, id: string, purpose: 'lab' | 'solve'): void {
  run.append({ kind: 'rolloutStarted', step: 1, id, role: 'solve', type: 'deduction', purpose, prompt: [] });
}

test('attempts of the Lab are told from training, and those of an earlier task are left out', () => {
  const run = new RunState();
  started(run, 'lab1', 'lab');
  started(run, 'r1', 'solve');
  const earlier = new Set(labRollouts(run, new Set()));
  expect([...earlier]).toEqual(['lab1']);
  started(run, 'lab2', 'lab');
  started(run, 'lab3', 'lab');
  expect(labRollouts(run, earlier)).toEqual(['lab2', 'lab3']);
});
