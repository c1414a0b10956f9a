import { expect, it } from 'vitest';
import { DeviceLostError } from '../deviceErrors.ts';
import { LinearMemory } from './linearMemory.ts';

it('names memory that the engine does not give, says what to do, and stays usable', () => {
  const memory = new LinearMemory();
  const before = memory.take(16);
  const thrown = (() => {
    try {
      return memory.take(2 ** 30);
    } catch (error) {
      return error;
    }
  })();
  expect(thrown).toBeInstanceOf(DeviceLostError);
  expect(thrown).toMatchObject({ failure: 'wasm-out-of-memory', isOutOfMemory: true });
  expect(String(thrown)).toMatch(
    /WebAssembly ran out of memory \(the model needs 4097 MB.*Choose a smaller model, batch or context\./,
  );
  expect(memory.take(16)).toBe(before + 64);
});
