import { describe, expect, it } from 'vitest';
import { SeriesStore } from './seriesStore.ts';

const at = (step: number) => ({ step, tokens: step * 100, seconds: step / 10 });

describe('SeriesStore', () => {
  it('keeps every row as it is while there is room', () => {
    const store = new SeriesStore(8);
    store.append(at(0), { a: 1 });
    store.append(at(1), { a: 2, b: 5 });
    expect([...store.x('tokens')]).toEqual([0, 100]);
    expect([...store.view('a').mean]).toEqual([1, 2]);
    expect([...store.view('b').mean]).toEqual([Number.NaN, 5]);
    expect(store.last('a')).toBe(2);
    expect(store.last('c')).toBeUndefined();
  });

  it('merges neighbours when full, and keeps mean, least and greatest exact', () => {
    const store = new SeriesStore(4);
    for (let step = 0; step < 9; step++) store.append(at(step), { a: step === 3 ? 30 : step });
    expect(store.bucketRows).toBe(4);
    expect([...store.x('step')]).toEqual([3, 7, 8]);
    expect([...store.view('a').mean]).toEqual([33 / 4, 22 / 4, 8]);
    expect([...store.view('a').min]).toEqual([0, 4, 8]);
    expect([...store.view('a').max]).toEqual([30, 7, 8]);
  });

  it('weights a merged mean by how many values each half had', () => {
    const store = new SeriesStore(2);
    store.append(at(0), { a: 1 });
    store.append(at(1), {});
    store.append(at(2), { a: 3 });
    store.append(at(3), { a: 5 });
    store.append(at(4), { a: 7 });
    expect([...store.view('a').mean]).toEqual([(1 + 3 + 5) / 3, 7]);
  });

  it('gives a sparse series without its gaps', () => {
    const store = new SeriesStore();
    for (let step = 0; step <= 20; step++) store.append(at(step), step % 10 === 0 ? { heldout: step / 20 } : {});
    expect([...store.points('heldout', 'step').x]).toEqual([0, 10, 20]);
    expect([...store.points('heldout', 'seconds').mean]).toEqual([0, 0.5, 1]);
  });

  it('sums a series over the whole run, however its rows were merged', () => {
    const store = new SeriesStore(4);
    for (let step = 0; step < 100; step++) store.append(at(step), step % 3 ? { a: step } : {});
    expect(store.total('a')).toBeCloseTo((99 * 100) / 2 - 3 * ((33 * 34) / 2), 6);
    expect(store.total('b')).toBe(0);
  });

  it('places a step on another axis', () => {
    const store = new SeriesStore();
    for (const step of [1, 2, 4]) store.append(at(step), {});
    expect([0, 1, 3, 4, 9].map((step) => store.positionOf(step, 'tokens'))).toEqual([0, 100, 200, 400, 400]);
    expect(store.positionOf(9, 'step')).toBe(9);
  });

  it('leaves out rows that do not advance and values that are not finite', () => {
    const store = new SeriesStore();
    expect(store.append(at(3), { a: 1 })).toBe(true);
    expect(store.append(at(3), { a: 2 })).toBe(false);
    expect(store.append(at(Number.NaN), { a: 2 })).toBe(false);
    store.append(at(4), { a: Number.POSITIVE_INFINITY });
    expect([...store.view('a').mean]).toEqual([1, Number.NaN]);
  });

  it('stays within its buckets over 100,000 rows', () => {
    const store = new SeriesStore(1024);
    for (let step = 0; step < 100_000; step++) store.append(at(step), { a: Math.sin(step) });
    expect(store.length).toBeLessThanOrEqual(1024);
    expect(store.length).toBeGreaterThan(512);
    expect(store.x('step')[store.length - 1]).toBe(99_999);
    expect(Math.max(...store.view('a').max)).toBeCloseTo(1, 6);
  });
});
