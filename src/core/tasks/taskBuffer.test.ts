import { describe, expect, it } from 'vitest';
import { Purpose, RandomStream } from '../rng.ts';
import { type BufferedTask, type BufferRules, TaskBuffer } from './taskBuffer.ts';

const entry = (id: number, depth = 1, step = 0): BufferedTask => ({
  id: `t${id}`,
  depth,
  step,
  task: { type: 'deduction', program: '', inputs: [], outputs: [] },
});
const rules: BufferRules = { bufferPolicy: 'fifo', bufferCapacity: 100, seed: 3 };
const random = (item = 0) => new RandomStream({ seed: 3, purpose: Purpose.buffer, step: 0, item });

describe('TaskBuffer', () => {
  it('samples references uniformly without replacement', () => {
    const buffer = new TaskBuffer(rules);
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
    const buffer = new TaskBuffer(rules);
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
    const buffer = new TaskBuffer(rules);
    for (let id = 0; id < 100; id++) buffer.add(entry(id, id < 90 ? 1 : 2), `${id}`);
    const draws = Array.from({ length: 1000 }, (_, item) => buffer.sampleLevel(random(item), 3)[0].depth);
    expect(Math.abs(draws.filter((depth) => depth === 2).length - 500)).toBeLessThan(80);
    expect(buffer.sampleLevel(random(), 1)[0].depth).toBe(1);
  });

  it('takes recent tasks first and fills up with others', () => {
    const buffer = new TaskBuffer(rules);
    for (let id = 0; id < 20; id++) buffer.add(entry(id, 1, id < 17 ? 1 : 2), `${id}`);
    const chosen = buffer.sampleRecent(random(), 8, 2).map(({ id }) => id);
    expect(new Set(chosen).size).toBe(8);
    expect(chosen).toEqual(expect.arrayContaining(['t17', 't18', 't19']));
  });

  it('remembers keys, forgets the oldest task beyond its capacity, and comes back from a snapshot', () => {
    const buffer = new TaskBuffer(rules);
    for (let id = 0; id <= rules.bufferCapacity; id++) buffer.add(entry(id), `${id}`);
    expect(buffer.size).toBe(rules.bufferCapacity);
    expect(buffer.tasks[0].id).toBe('t1');
    expect(buffer.has('5')).toBe(true);
    const other = new TaskBuffer(rules);
    other.add(entry(-1), 'gone');
    other.restore(buffer.snapshot());
    expect([other.size, other.has('gone'), other.has('9')]).toEqual([rules.bufferCapacity, false, true]);
  });

  it('takes tasks from before this step only, when told to', () => {
    const buffer = new TaskBuffer(rules);
    for (let id = 0; id < 30; id++) buffer.add(entry(id, 1, Math.floor(id / 10)), `${id}`);
    const steps = buffer.sampleRecent(random(), 15, 1, 2).map(({ step }) => step);
    expect([...steps].sort()).toEqual([...Array(5).fill(0), ...Array(10).fill(1)]);
  });

  it('draws newer tasks more often by recency, none twice', () => {
    const buffer = new TaskBuffer(rules);
    for (let id = 0; id < 4; id++) buffer.add(entry(id, 1, id), `${id}`);
    const counts = [0, 0, 0, 0];
    for (let item = 0; item < 2000; item++) counts[buffer.sampleByRecency(random(item), 1)[0].step]++;
    for (const [step, count] of counts.entries()) expect(Math.abs(count - 200 * (step + 1))).toBeLessThan(80);
    expect(new Set(buffer.sampleByRecency(random(), 9)).size).toBe(4);
  });

  const held = (policy: BufferRules['bufferPolicy'], reward?: (id: number) => number, seed = 3) => {
    const buffer = new TaskBuffer({ bufferPolicy: policy, bufferCapacity: 3, seed });
    for (let id = 0; id < 6; id++) buffer.add({ ...entry(id, 1, id), reward: reward?.(id) }, `${id}`);
    return buffer.tasks.map(({ id }) => id);
  };

  it('gives up the oldest, the newest, or the one of least reward', () => {
    expect(held('fifo')).toEqual(['t3', 't4', 't5']);
    expect(held('first')).toEqual(['t0', 't1', 't2']);
    expect(held('priority', (id) => [0.9, 0.1, 0.5, 0.2, 0.7, 0.3][id])).toEqual(['t0', 't2', 't4']);
    expect(held('priority')).toEqual(['t3', 't4', 't5']);
  });

  it('keeps a uniform sample of all tasks that ever came, as a reservoir', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 1000; seed++)
      for (const id of held('reservoir', undefined, seed)) counts.set(id, (counts.get(id) ?? 0) + 1);
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(70);
  });
});
