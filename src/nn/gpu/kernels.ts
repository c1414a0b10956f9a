import { attentionKernel, keyValueGradientKernel, queryGradientKernel } from '../ops/attention/attention.wgsl.ts';
import { embeddingGradientKernel } from '../ops/embeddingQkv/embeddingGradient.wgsl.ts';
import { qkvBackwardKernel, qkvKernel } from '../ops/embeddingQkv/embeddingQkv.wgsl.ts';
import { mlpBackwardKernel, mlpKernel } from '../ops/gatedMlp/gatedMlp.wgsl.ts';
import { headKernel, statsKernel } from '../ops/head/head.wgsl.ts';
import { gainGradientKernel, weightGradientKernel } from '../ops/linear/weightGradient.wgsl.ts';
import { adamWKernel, gradientKernel } from '../ops/optimizer/optimizer.wgsl.ts';

/** Kernels over a batch, which share their bindings. */
export const KERNELS = {
  qkv: qkvKernel,
  attention: attentionKernel,
  mlp: mlpKernel,
  head: headKernel,
  stats: statsKernel,
  mlpBackward: mlpBackwardKernel,
  queryGradient: queryGradientKernel,
  keyValueGradient: keyValueGradientKernel,
  qkvBackward: qkvBackwardKernel,
  weightGradient: weightGradientKernel,
  embeddingGradient: embeddingGradientKernel,
  gainGradient: gainGradientKernel,
} as const;

/** Kernels over parameters, which share theirs. */
export const OPTIMIZER = { gradient: gradientKernel, adamW: adamWKernel } as const;

export type Kernel = keyof typeof KERNELS | keyof typeof OPTIMIZER;
