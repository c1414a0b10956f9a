import { describe, expect, it } from 'vitest';
import { Purpose, RandomStream } from '../rng.ts';
import { BUFFER_CAPACITY, type BufferedTask, TaskBuffer } from './taskBuffer.ts';

const entry = (id: number, depth = 1, step = 0): BufferedTask => ({
  id: `t${id}`,
  depth,
  step,
  task: { type: 'deduction', program: '', inputs: [], outputs: [] },
});
const random = (item = 0) => new RandomStream({ seed: 3, purpose: Purpose.buffer, step: 0, item });

describe('TaskBuffer', () => {
  it('samples references uniformly without replacement', () => {
    const buffer = new TaskBuffer();
    for (let id = 0; id < 10; id++) buffer.add(entry(id), `${id}`);
    const counts = new Map<string, number>();
    for (let item = 0; item < 2000; item++) {
      const chosen = buffer.sampleUniform(random(item), 3);
      expect(new Set(chosen).size).toBe(3);
      for (const { id } of chosen) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    for (const count of counts.values()) expect(Math.abs(count - 600)).toBeLessThan(120);
    expect(buffer.sampleUniform(random(), 20)).toHaveLength(10);
  });

  it('samples half from the two deepest levels within the limit', () => {
    const buffer = new TaskBuffer();
    for (let id = 0; id < 100; id++) buffer.add(entry(id, 1 + (id % 5)), `${id}`);
    let deep = 0;
    for (let item = 0; item < 2000; item++) {
      const [{ depth }] = buffer.sampleFrontier(random(item), 1, 4);
      expect(depth).toBeLessThanOrEqual(4);
      if (depth >= 3) deep++;
    }
    expect(deep / 2000).toBeGreaterThan(0.7);
    expect(deep / 2000).toBeLessThan(0.8);
  });

  it('samples levels evenly, however many tasks they have', () => {
    const buffer = new TaskBuffer();
    for (let id = 0; id < 100; id++) buffer.add(entry(id, id < 90 ? 1 : 2), `${id}`);
    const draws = Array.from({ length: 1000 }, (_, item) => buffer.sampleLevel(random(item), 3)[0].depth);
    expect(Math.abs(draws.filter((depth) => depth === 2).length - 500)).toBeLessThan(80);
    expect(buffer.sampleLevel(random(), 1)[0].depth).toBe(1);
  });

  it('takes recent tasks first and fills up with others', () => {
    const buffer = new TaskBuffer();
    for (let id = 0; id < 20; id++) buffer.add(entry(id, 1, id < 17 ? 1 : 2), `${id}`);
    const chosen = buffer.sampleRecent(random(), 8, 2).map(({ id }) => id);
    expect(new Set(chosen).size).toBe(8);
    expect(chosen).toEqual(expect.arrayContaining(['t17', 't18', 't19']));
  });

  it('remembers keys, forgets the oldest task beyond its capacity, and comes back from a snapshot', () => {
    const buffer = new TaskBuffer();
    for (let id = 0; id <= BUFFER_CAPACITY; id++) buffer.add(entry(id), `${id}`);
    expect(buffer.size).toBe(BUFFER_CAPACITY);
    expect(buffer.tasks[0].id).toBe('t1');
    expect(buffer.has('5')).toBe(true);
    const other = new TaskBuffer();
    other.add(entry(-1), 'gone');
    other.restore(buffer.snapshot());
    expect([other.size, other.has('gone'), other.has('9')]).toEqual([BUFFER_CAPACITY, false, true]);
  });
});
