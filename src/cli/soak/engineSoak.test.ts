import { expect, it } from 'vitest';
import { soakEngine } from './engineSoak.ts';
import { soakLossParity } from './lossParity.ts';
import { growth } from './memoryCount.ts';

it('keeps memory flat over 200 updates of either execution and over steps of self-play', async () => {
  const said: string[] = [];
  const flat = await soakEngine({ updates: 200, steps: 20, say: (text) => said.push(text) });
  expect(flat, said.join('')).toBe(true);
}, 120_000);

it('compares the losses of both executions in updates of full size', async () => {
  const said: string[] = [];
  expect(await soakLossParity(2, (text) => said.push(text))).toBe(true);
  expect(said.join('')).toMatch(/2 updates of 24 sequences, \d{4} tokens.*largest relative difference \d\.\de-[4-9]/);
}, 120_000);

it('tells what grew', () => {
  const before = { heap: 1000, external: 1000, tensors: 3, tensorBytes: 40 };
  expect(growth(before, { ...before, heap: 1050, external: 500 })).toEqual([]);
  expect(growth(before, { ...before, heap: 1051, tensors: 4 })).toEqual([
    'tensors: 3, then 4',
    'heap: 1000 bytes, then 1051',
  ]);
});
