import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Kernel } from '../gpu/kernels.ts';
import { randomBatch } from '../languageModel.contract.ts';
import type { TrainingBatch } from '../languageModel.ts';
import { MODEL_SIZES, type ModelShape, modelShape } from '../modelShape.ts';
import { type OwnKernels, SingleKernels } from './singleKernels.testing.ts';

/** Terms of the loss that the kernels are told of. */
export const TERMS = { clipRatio: 0.2, entropyBonus: 0.05, klCoefficient: 0.3 };

const CASES: [string, Partial<ModelShape>, number[]][] = [
  ['of odd sizes', { width: 20, layers: 2, heads: 1, headWidth: 20, hidden: 12, context: 30 }, [11, 1, 0, 19, 2]],
  ['of the small size, with a recency bias', { ...MODEL_SIZES.small, layers: 2, recencyBias: true }, [7, 16, 10]],
  ['two strips wide, one token', { ...MODEL_SIZES.medium, layers: 2 }, [1]],
  ['of the small size, without tokens', { ...MODEL_SIZES.small, layers: 2 }, [0, 0]],
];

/**
 * Kernels of the training plan, in several shapes, against the plain references of their op, whose derivatives are held against finite differences.
 * @param wanted the kernels that the tests run
 * @param tests declares them; it gets what gives the kernels in a test, and their shape
 * @param own texts in place of kernels of the plan, for what is only a part of them
 */
export function describeKernels(
  wanted: readonly Kernel[],
  tests: (single: () => SingleKernels, shape: ModelShape) => void,
  own?: OwnKernels,
): void {
  describe.each(CASES)('kernels %s', (_, size, lengths) => {
    const shape: ModelShape = { ...modelShape('nano', 41), ...size };
    let kernels: SingleKernels | undefined;
    beforeAll(async () => {
      kernels = await SingleKernels.create(shape, policies(randomBatch(shape, lengths, 3)), TERMS, wanted, own);
    }, 240_000);
    afterAll(() => kernels?.destroy());
    tests(() => kernels as SingleKernels, shape);
  });
}

/** Holds numbers of 32 bits against those of a reference; `what` names them in a failure. */
export function expectNear(got: Float32Array, wanted: Float64Array, what: string): void {
  expect(got.length, what).toBe(wanted.length);
  const scale = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  let worst = 0;
  for (let i = 0; i < wanted.length; i++) {
    const error = Math.abs(got[i] - wanted[i]) / scale;
    worst = error > worst || Number.isNaN(error) ? error : worst;
  }
  expect(worst, what).toBeLessThan(2e-5);
}

/** Token log-probs of two other policies, near and far; a third of the tokens is not counted. */
function policies(batch: TrainingBatch): TrainingBatch {
  const { tokens } = batch;
  const apart = (phase: number) => Float32Array.from(tokens, (_, i) => -3 + 3 * Math.sin(phase * i));
  return { ...batch, sampledLogProbs: apart(1.3), referenceLogProbs: apart(2.1) };
}

export const plus = (a: Float64Array, b: Float64Array) => a.map((value, i) => value + b[i]);
