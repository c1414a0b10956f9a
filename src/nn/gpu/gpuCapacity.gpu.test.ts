import { afterEach, expect, it, vi } from 'vitest';
import { initialWeights } from '../initialWeights.ts';
import { randomBatch } from '../languageModel.contract.ts';
import { modelShape } from '../modelShape.ts';
import { initialise } from '../tfjs/initialise.ts';
import { gpuBytes } from './gpuCapacity.ts';
import { createGpuModel } from './gpuModel.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it('the estimate is the bytes of all buffers that a model makes', async () => {
  const shape = modelShape('nano', 41, 48);
  await initialise('webgpu');
  const made = vi.spyOn(GPUDevice.prototype, 'createBuffer');
  const destroyed = vi.spyOn(GPUBuffer.prototype, 'destroy');
  const model = await createGpuModel(shape, initialWeights(shape, 1));
  const lengths = Array.from({ length: 30 }, () => 48);
  const options = { learningRate: 0.001, weightDecay: 0, clipNorm: 1, entropyBonus: 0 };
  await model.update(randomBatch(shape, lengths, 1), options);
  const requests = lengths.map((_, item) => ({ prompt: Int32Array.of(item, 2, 3), maxTokens: 45, endToken: -1, item }));
  await model.sample(requests, { key: [1, 2], temperature: 1 });
  await model.getWeights();
  const gone = new Set<unknown>(destroyed.mock.contexts);
  const buffers = made.mock.results.map(({ value }) => value).filter((buffer) => !gone.has(buffer));
  const bytes = buffers.reduce((sum, { size }) => sum + size, 0);
  const estimate = gpuBytes(shape, {}, { sequences: 30, tokens: 30 * 48 });
  expect(estimate / bytes).toBeGreaterThan(0.98);
  expect(estimate / bytes).toBeLessThan(1.02);
  model.dispose();
});
