import { it } from 'vitest';
import { type Dimensions, THREADS } from '../../gpu/dimensions.ts';
import { describeKernels, expectNear } from '../describeKernels.testing.ts';
import { four, header, ROW_BLOCK, ROWS_MEMORY, tile } from '../header.wgsl.ts';
import { LAYER } from '../singleKernels.testing.ts';
import { rmsNorm, rmsNormBackward } from './rmsNorm.ref.ts';
import { normalisedRows, normBackward } from './rmsNorm.wgsl.ts';

/** The norm is part of other kernels; these are it alone: residual → attended, and the gradient of attended → that of the residual. */
function norm(dimensions: Dimensions): string {
  return `${header(dimensions)}${ROWS_MEMORY}${ROW_BLOCK}
  ${normalisedRows('let v = act[residual_at(layer.index, n) + k];', '2u * layer.index', 'of_layer(INPUT_NORM)')}
  for (var i = t; i < ROWS * D4; i += ${THREADS}u) {
    let n = first + i / D4;
    if (n < batch.tokens) { act[attended_at(n) + i % D4] = rows[(i / D4) * PITCH + i % D4]; }
  }
}`;
}

function normGradient(dimensions: Dimensions): string {
  const strips = Array.from({ length: Math.ceil(dimensions.D4 / dimensions.STRIP4) }, (_, s) => s);
  return `${header(dimensions)}${ROWS_MEMORY}${ROW_BLOCK}
  ${strips
    .map(
      (s) => `${tile(`out${s}_`)}
  if (lane + ${s}u * STRIP4 < D4) {
    ${four((i) => `out${s}_${i} = act[d_attended_at(clamped(first + row + ${i}u)) + lane + ${s}u * STRIP4];`)}
  }`,
    )
    .join('\n')}
  ${normBackward(
    dimensions,
    {
      input: 'residual_at(layer.index, n)',
      norm: '2u * layer.index',
      gain: 'of_layer(INPUT_NORM)',
      grad: (s, i) => `out${s}_${i}`,
    },
    (_, c, value) => `act[d_residual_at(layer.index, n) + ${c}] = ${value};`,
  )}
}`;
}

describeKernels(
  [],
  (single, { width: D, epsilon }) => {
    it('norm with its gain, forward and backward', async () => {
      const kernels = single();
      const { tokens: N } = kernels;
      const { sections, scalars } = kernels.sizes;
      const { inputNorm } = kernels.layers.layers[LAYER];
      const x = kernels.put(kernels.residual(LAYER), kernels.noise(N * D));
      kernels.run('qkv', LAYER);
      expectNear(await kernels.getScalars(scalars.rms + 2 * LAYER), kernels.inverseRms(x), '1/rms');
      expectNear(await kernels.get(kernels.at('attended'), D), rmsNorm(x, inputNorm, epsilon), 'normalised');

      const dy = kernels.put(sections.dAttended, kernels.noise(N * D));
      kernels.run('qkvBackward', LAYER);
      const dx = new Float64Array(N * D);
      rmsNormBackward(dy, x, inputNorm, epsilon, dx, new Float64Array(D));
      expectNear(await kernels.get(kernels.dResidual(LAYER), D), dx, 'gradient of what is normalised');
    });
  },
  { qkv: norm, qkvBackward: normGradient },
);
