import { afterEach, expect, it, vi } from 'vitest';
import { defaultConfig } from '../core/config/schema.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

/** On a machine with so much memory; the device is looked at once. */
async function need(changes: object, memory: number) {
  vi.spyOn(process.getBuiltinModule('node:os'), 'totalmem').mockReturnValue(memory);
  const { memoryNeed } = await import('./memoryPort.ts');
  return memoryNeed({ ...defaultConfig(), ...changes });
}

const megabytes = ({ sentence }: { sentence: string }) => Number(/up to (\d+) MB/.exec(sentence)?.[1]);

it('tells before a run begins what it needs: more for a larger model and for a longer context', async () => {
  const small = await need({ modelSize: 'small' }, 2 ** 34);
  const long = await need({ modelSize: 'small', context: '1024' }, 2 ** 34);
  const medium = await need({ modelSize: 'medium' }, 2 ** 34);
  expect([small.fits, long.fits, medium.fits]).toEqual([true, true, true]);
  expect(megabytes(small)).toBeGreaterThan(10);
  expect(megabytes(long)).toBeGreaterThan(megabytes(small));
  expect(megabytes(medium)).toBeGreaterThan(megabytes(small));
});

it('refuses in words what does not fit, and a backend that is not there', async () => {
  expect(await need({ modelSize: 'huge' }, 2 ** 28)).toEqual({
    fits: false,
    sentence: expect.stringMatching(/this machine tells of 256 MB.*Choose a smaller model or a shorter context\.$/),
  });
  expect(await need({ backend: 'webgpu' }, 2 ** 34)).toEqual({
    fits: false,
    sentence: expect.stringMatching(/no WebGPU.*Choose the wasm backend/),
  });
});
