import { expect, test } from 'vitest';
import { revealed } from './revealed.ts';

test('a completion is never shown beyond what was sampled, and always in the end', () => {
  let count = 0;
  let frames = 0;
  while (count < 300) {
    const next = revealed(count, 300, 16);
    expect(next).toBeGreaterThan(count);
    expect(next).toBeLessThanOrEqual(300);
    count = next;
    frames++;
  }
  // 300 tokens in one chunk take between half a second and three.
  expect(frames).toBeGreaterThan(30);
  expect(frames).toBeLessThan(190);
});
