import type { ModelShape } from '../modelShape.ts';
import { recencySlopes } from '../recencySlopes.ts';
import { findTensor } from './findTensor.ts';
import { CheckpointError, type Tensor } from './safetensors.ts';

type Heads = Pick<ModelShape, 'headWidth' | 'rotaryWidth' | 'rotaryBase'>;
const PROJECTIONS = ['q', 'k', 'v', 'o'] as const;
type Projection = (typeof PROJECTIONS)[number];

/**
 * The heads under which a model with recency bias (recencySlopes.ts) stands in files, for Glm to compute that bias by what it has: constant biases
 * of queries and keys. A query bias (−a, 0) and a key bias (0, b) in one rotary pair of frequency w give, rotated to positions i and j, the product
 * −ab · sin(w(i − j)); with ab = slope · √headWidth / w and a small w that is the score −slope · (i − j), to (w(i − j))² / 6 of it.
 *
 * A head four times as wide has room for that pair, and Glm then divides scores by twice as much: queries are doubled, which no float of a normal size notices.
 * Three times the rotated dimensions under the cube of the base leave the first pairs their frequencies, base^(−2i / rotaryWidth), and the last has
 * w = base^(2 / rotaryWidth − 3), 10^−5.5 for all sizes here. Whatever else is new holds zeros.
 */
export function wideHeads({ headWidth, rotaryWidth, rotaryBase }: Heads): Heads {
  return { headWidth: 4 * headWidth, rotaryWidth: 3 * rotaryWidth, rotaryBase: rotaryBase ** 3 };
}

/** The model's own heads. @throws CheckpointError when wide heads are not like that */
export function narrowHeads(wide: Heads): Heads {
  const [headWidth, rotaryWidth] = [wide.headWidth / 4, wide.rotaryWidth / 3];
  if (!Number.isInteger(headWidth) || !Number.isInteger(rotaryWidth))
    throw new CheckpointError(
      `The checkpoint is of another model: its attention has biases that are no recency bias (heads of ${wide.headWidth}, ${wide.rotaryWidth} rotated).`,
    );
  return { headWidth, rotaryWidth, rotaryBase: Math.cbrt(wide.rotaryBase) };
}

/** The tensors of a model with recency bias as its files have them. */
export function widenTensors(shape: ModelShape, tensors: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const { width } = shape;
  const wide = new Map(tensors);
  for (const { name, projection } of attentions(shape)) {
    const values = new Float32Array(4 * width * width);
    tensors.get(`${name}.weight`)?.values.forEach((value, i) => {
      values[widePlace(shape, projection, i)] = value * factor(projection);
    });
    wide.set(`${name}.weight`, { shape: wideDims(shape, projection), values });
    if (projection !== 'o')
      wide.set(`${name}.bias`, { shape: [4 * width], values: bias(shape, projection), type: 'F32' });
  }
  return wide;
}

/** What `widenTensors` was given. @throws CheckpointError when the tensors are not what it gives, saying where */
export function narrowTensors(shape: ModelShape, tensors: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const { width } = shape;
  const narrow = new Map(tensors);
  for (const { name, projection } of attentions(shape)) {
    const wide = findTensor(tensors, `${name}.weight`, wideDims(shape, projection)).values;
    const values = new Float32Array(width * width).map(
      (_, i) => wide[widePlace(shape, projection, i)] / factor(projection),
    );
    narrow.set(`${name}.weight`, { shape: [width, width], values });
    narrow.delete(`${name}.bias`);
  }
  for (const [name, expected] of widenTensors(shape, narrow)) {
    const { values } = findTensor(tensors, name, expected.shape);
    const at = values.findIndex((value, i) => !near(value, expected.values[i]));
    if (at >= 0)
      throw new CheckpointError(
        `The checkpoint is of another model: ${name} holds ${values[at]} at ${at}, where a recency bias has ${expected.values[at]}.`,
      );
  }
  return narrow;
}

function attentions({ layers }: ModelShape): { name: string; projection: Projection }[] {
  return Array.from({ length: layers }, (_, layer) =>
    PROJECTIONS.map((projection) => ({ name: `model.layers.${layer}.self_attn.${projection}_proj`, projection })),
  ).flat();
}

const factor = (projection: Projection) => (projection === 'q' ? 2 : 1);

const wideDims = ({ width }: ModelShape, projection: Projection) =>
  projection === 'o' ? [width, 4 * width] : [4 * width, width];

/** Where value `i` of a projection, [width, width], stands in the wide one: in each head what is not rotated makes room for the new pairs. */
function widePlace({ width, headWidth, rotaryWidth }: ModelShape, projection: Projection, i: number): number {
  const [row, column] = [Math.floor(i / width), i % width];
  const widened = (channel: number) => {
    const inHead = channel % headWidth;
    return 4 * (channel - inHead) + inHead + (inHead < rotaryWidth ? 0 : 2 * rotaryWidth);
  };
  return projection === 'o' ? 4 * width * row + widened(column) : width * widened(row) + column;
}

/** Zero but for the slowest rotary pair of each head: (−a, 0) in queries and (0, a) in keys. */
function bias(shape: ModelShape, projection: Projection): Float32Array {
  const { headWidth, rotaryWidth, rotaryBase } = wideHeads(shape);
  const values = new Float32Array(4 * shape.width);
  const slowest = rotaryBase ** (2 / rotaryWidth - 1);
  for (const [head, slope] of recencySlopes(shape).entries()) {
    const a = Math.sqrt((slope * Math.sqrt(headWidth)) / slowest);
    const pair = head * headWidth + rotaryWidth - 2;
    if (projection === 'q') values[pair] = -a;
    if (projection === 'k') values[pair + 1] = a;
  }
  return values;
}

/** Equal but for what another machine's roots and powers differ by; what is damaged is told of elsewhere. */
const near = (value: number, expected: number) =>
  Object.is(value, expected) || Math.abs(value - expected) <= 1e-6 * Math.abs(expected);
