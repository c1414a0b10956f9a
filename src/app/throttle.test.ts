import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { throttle } from './throttle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a burst gives one call at once and one at the end', () => {
  const act = vi.fn();
  const call = throttle(act, () => 100);
  for (let i = 0; i < 50; i++) call();
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(100);
  expect(act).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1000);
  expect(act).toHaveBeenCalledTimes(2);
});

test('a steady stream is called once a pace', () => {
  const act = vi.fn();
  const call = throttle(act, () => 100);
  for (let i = 0; i < 100; i++) {
    call();
    vi.advanceTimersByTime(10);
  }
  expect(act.mock.calls.length).toBeGreaterThanOrEqual(10);
  expect(act.mock.calls.length).toBeLessThanOrEqual(11);
});

test('the pace is asked for anew each time', () => {
  const act = vi.fn();
  let pace = 100;
  const call = throttle(act, () => pace);
  call();
  pace = 500;
  call();
  vi.advanceTimersByTime(100);
  expect(act).toHaveBeenCalledTimes(2);
  call();
  vi.advanceTimersByTime(400);
  expect(act).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(100);
  expect(act).toHaveBeenCalledTimes(3);
});
