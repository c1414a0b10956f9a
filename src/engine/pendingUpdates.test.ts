import { expect, it } from 'vitest';
import type { LanguageModel, TrainingBatch, UpdateStats } from '../nn/languageModel.ts';
import { PendingUpdates } from './pendingUpdates.ts';

const settings = { learningRate: 0, weightDecay: 0, clipNorm: 1, entropyBonus: 0 };

/** A model whose updates tell nothing until the test lets them. */
function slowModel() {
  const asked: { tell: (stats: UpdateStats) => void; fail: (error: Error) => void }[] = [];
  const update = () => new Promise<UpdateStats>((tell, fail) => void asked.push({ tell, fail }));
  const tell = (index: number) => asked[index].tell({ loss: index, gradientNorm: 1, entropy: 0 });
  return { updates: new PendingUpdates({ update } as unknown as LanguageModel), asked, tell };
}

const batch = {} as TrainingBatch;
const turn = () => new Promise((resolve) => setTimeout(resolve));

it('asks for the updates of a step before any has told, but for no more than four', async () => {
  const { updates, asked, tell } = slowModel();
  const losses: number[] = [];
  const loop = (async () => {
    for (let i = 0; i < 6; i++) await updates.begin(batch, settings, ({ loss }) => losses.push(loss));
    return updates.all();
  })();
  await turn();
  expect(asked.length).toBe(4);
  tell(1);
  await turn();
  expect([asked.length, losses]).toEqual([4, []]);
  tell(0);
  await turn();
  expect([asked.length, losses]).toEqual([6, [0, 1]]);
  for (const index of [5, 4, 3, 2]) tell(index);
  expect((await loop).map(({ loss }) => loss)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(losses).toEqual([0, 1, 2, 3, 4, 5]);
});

it('fails with the first failure, whoever waits for it and when', async () => {
  const { updates, asked, tell } = slowModel();
  for (let i = 0; i < 3; i++) await updates.begin(batch, settings);
  asked[1].fail(new Error('lost'));
  tell(0);
  await turn();
  tell(2);
  await expect(updates.all()).rejects.toThrow('lost');
});
