import { optimizerGroups } from '../ops/optimizer/optimizer.wgsl.ts';
import { type Dimensions, THREADS } from './dimensions.ts';
import { layerTiles, tiles } from './gradientParts.ts';
import type { Kernel } from './kernels.ts';

/** One kernel of the plan over [from, to): tokens, tiles of matrices, or workgroups. */
export interface Dispatch {
  kernel: Kernel;
  layer: number;
  from: number;
  to: number;
  /** Parts that a sum over tokens is cut into. */
  parts: number;
  /** About how many floating-point operations it is. */
  work: number;
}

/** Rows of the buffers that hold a batch, and how many pairs of a token and one before it in its sequence there are. */
export interface Loaded {
  from: number;
  to: number;
  pairs: number;
}

/** What a kernel's range counts: tokens in blocks of rows, tokens with a thread a head, tiles; or its workgroups, which belong together. */
const OVER: Record<Kernel, 'rows' | 'heads' | 'tiles' | 'whole'> = {
  qkv: 'rows',
  attention: 'heads',
  mlp: 'rows',
  head: 'rows',
  stats: 'whole',
  mlpBackward: 'rows',
  queryGradient: 'heads',
  keyValueGradient: 'heads',
  qkvBackward: 'rows',
  weightGradient: 'tiles',
  embeddingGradient: 'tiles',
  gainGradient: 'whole',
  gradient: 'whole',
  adamW: 'whole',
};

/** Workgroups of a dispatch. */
export function workgroups({ ROWS, shape }: Dimensions, { kernel, from, to }: Dispatch): number {
  const over = OVER[kernel];
  if (over === 'rows') return Math.ceil((to - from) / ROWS);
  if (over === 'heads') return Math.ceil(((to - from) * shape.heads) / THREADS);
  return to - from;
}

/** Kernels of a layer, then of the next: three a layer. */
export function forwardPlan({ shape }: Dimensions, { from, to, pairs }: Loaded): Dispatch[] {
  const { width, hidden, layers } = shape;
  const [rows, token] = [to - from, { from, to, parts: 1 }];
  return Array.from({ length: layers }, (_, layer): Dispatch[] => [
    { kernel: 'qkv', layer, ...token, work: 6 * rows * width ** 2 },
    { kernel: 'attention', layer, ...token, work: 4 * pairs * width },
    { kernel: 'mlp', layer, ...token, work: 2 * rows * (width ** 2 + 3 * width * hidden) },
  ]).flat();
}

/** Last norm, logits and the loss's gradient. */
export function headPlan({ shape }: Dimensions, { from, to }: Loaded): Dispatch {
  return { kernel: 'head', layer: 0, from, to, parts: 1, work: 4 * (to - from) * shape.vocabulary * shape.width };
}

/** From the loss back to the gradients of all matrices: five a layer and two more. */
export function backwardPlan(dimensions: Dimensions, { from, to, pairs }: Loaded, parts: number): Dispatch[] {
  const { shape, D4, V4 } = dimensions;
  const { width, hidden, layers, vocabulary } = shape;
  const [rows, token] = [to - from, { from, to, parts: 1 }];
  const [mlp, qkv] = [2 * rows * (width ** 2 + 3 * width * hidden), 6 * rows * width ** 2];
  return [
    { kernel: 'stats', layer: 0, from: 0, to: 1, parts: 1, work: rows },
    ...Array.from({ length: layers }, (_, behind): Dispatch[] => {
      const layer = layers - 1 - behind;
      const weights = { from: 0, to: layerTiles(dimensions.shape), parts };
      return [
        { kernel: 'mlpBackward', layer, ...token, work: mlp },
        { kernel: 'queryGradient', layer, ...token, work: 6 * pairs * width },
        { kernel: 'keyValueGradient', layer, ...token, work: 8 * pairs * width },
        { kernel: 'qkvBackward', layer, ...token, work: qkv },
        { kernel: 'weightGradient', layer, ...weights, work: mlp + qkv },
      ];
    }).flat(),
    { kernel: 'embeddingGradient', layer: 0, from: 0, to: tiles(V4, D4), parts, work: 2 * rows * vocabulary * width },
  ];
}

/** What every parameter costs the optimiser's kernels, in operations: they wait for memory. */
const STEP_WORK = 10;

/** Gradients of the gains, sums of the gradients' parts with their norm, then AdamW. */
export function stepPlan(dimensions: Dimensions, parts: number): Dispatch[] {
  const { shape, D4, parameters } = dimensions;
  const gains = Math.ceil(((2 * shape.layers + 1) * D4) / THREADS);
  const groups = { layer: 0, from: 0, to: optimizerGroups(dimensions), parts: 1 };
  const each = 4 * parameters.count4;
  return [
    { kernel: 'gainGradient', layer: 0, from: 0, to: gains, parts: 1, work: each * (parts + 1) },
    { kernel: 'gradient', ...groups, work: each * (parts + STEP_WORK) },
    { kernel: 'adamW', ...groups, work: each * STEP_WORK },
  ];
}

/** Tokens that a range is cut into multiples of, so that no block of rows and no workgroup of heads is in two ranges. */
const GRAIN = 64;

/** The dispatch in ranges of no more than `most` operations, as far as they can be as small as that. */
function ranges(dispatch: Dispatch, most: number): Dispatch[] {
  const { kernel, from, to, work } = dispatch;
  const over = OVER[kernel];
  if (work <= most || over === 'whole') return [dispatch];
  const grain = over === 'tiles' ? 1 : GRAIN;
  const length = grain * Math.max(1, Math.floor((most / work) * ((to - from) / grain)));
  return Array.from({ length: Math.ceil((to - from) / length) }, (_, index) => {
    const [begin, end] = [from + index * length, Math.min(to, from + (index + 1) * length)];
    return { ...dispatch, from: begin, to: end, work: (work * (end - begin)) / (to - from) };
  });
}

/**
 * Cuts a plan into submissions of about `most` operations at most, each of dispatches that begin at the same place. What is computed does not
 * depend on it: every number comes from the same operations in the same order.
 */
export function submissions(plan: readonly Dispatch[], most: number): Dispatch[][] {
  const result: Dispatch[][] = [];
  let room = 0;
  for (const piece of plan.flatMap((dispatch) => ranges(dispatch, most))) {
    const last = result.at(-1);
    if (last && last[0].from === piece.from && piece.work <= room) {
      last.push(piece);
      room -= piece.work;
    } else {
      result.push([piece]);
      room = most - piece.work;
    }
  }
  return result;
}
