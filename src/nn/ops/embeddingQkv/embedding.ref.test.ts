import { expect, it } from 'vitest';
import { dot, expectGradient, noise } from '../expectGradient.testing.ts';
import { embedding, embeddingBackward } from './embedding.ref.ts';

const [V, D] = [5, 3];

it('has its derivative, with tokens that come twice and such that do not come', () => {
  const tokens = Int32Array.of(4, 0, 0, 2, 4, 4);
  const [w, dx, dw] = [noise(V * D), noise(tokens.length * D), new Float64Array(V * D)];
  embeddingBackward(dx, tokens, D, dw);
  expectGradient(w, dw, () => dot(dx, embedding(tokens, w, D)));
  expect([...embedding(tokens, w, D).subarray(D, 2 * D)]).toEqual([...w.subarray(0, D)]);
});

it('gives no number for no token, and adds nothing to a gradient', () => {
  const [none, dw] = [new Float64Array(), new Float64Array(V * D)];
  expect(embedding(new Int32Array(), noise(V * D), D)).toEqual(none);
  embeddingBackward(none, new Int32Array(), D, dw);
  expect(dw.every((g) => g === 0)).toBe(true);
});
