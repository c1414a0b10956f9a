import { describe, expect, it } from 'vitest';
import { Gate, RunStopped } from './gate.ts';

const turn = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('Gate', () => {
  it('lets an open run pass and holds a closed one until it is resumed', async () => {
    const gate = new Gate(true);
    await gate.breathe();
    gate.pause();
    let passed = false;
    let rested = 0;
    gate.onRest = () => rested++;
    const waiting = gate.breathe().then(() => {
      passed = true;
    });
    await turn();
    expect([passed, rested]).toEqual([false, 1]);
    gate.resume();
    await waiting;
    expect(passed).toBe(true);
  });

  it('runs interludes between, also while resting', async () => {
    const gate = new Gate(false);
    const done: string[] = [];
    const waiting = gate.breathe();
    gate.between(async () => {
      done.push('first');
    });
    await turn();
    expect(done).toEqual(['first']);
    gate.between(async () => {
      done.push('second');
    });
    gate.resume();
    await waiting;
    expect(done).toEqual(['first', 'second']);
  });

  it('lets a step finish while closed, and still runs what is asked for between its phases', async () => {
    const gate = new Gate(false);
    let done = false;
    gate.between(async () => {
      done = true;
    });
    await gate.pass();
    expect(done).toBe(true);
  });

  it('throws when stopped', async () => {
    const gate = new Gate(false);
    const waiting = gate.breathe();
    gate.stop();
    await expect(waiting).rejects.toThrow(RunStopped);
  });
});
