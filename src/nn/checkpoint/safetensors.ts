import { float16Bits, float16Value } from './float16.ts';

/** A checkpoint's file cannot be read or is of another model; the message names what and where. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}

/** A tensor of a safetensors file, as 32-bit floats. */
export interface Tensor {
  shape: number[];
  values: Float32Array;
  /** What it is written in where that is not the type of the file's others. */
  type?: SafetensorsType;
}

export type SafetensorsType = 'F32' | 'F16';

const BYTES: Record<SafetensorsType, number> = { F32: 4, F16: 2 };
/** A header larger than this is refused before it is read. */
const LONGEST_HEADER = 1 << 24;

/** Writes a safetensors file (https://github.com/huggingface/safetensors#format). */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  type: SafetensorsType = 'F32',
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let offset = 0;
  for (const [name, { shape, values, type: dtype = type }] of tensors) {
    const end = offset + values.length * BYTES[dtype];
    header[name] = { dtype, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(start + offset).fill(32, 8, start);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(start - 8), true);
  file.set(json, 8);
  let at = start;
  for (const { values, type: dtype = type } of tensors.values()) {
    for (const value of values) {
      if (dtype === 'F32') view.setFloat32(at, value, true);
      else view.setUint16(at, float16Bits(value), true);
      at += BYTES[dtype];
    }
  }
  return file;
}

/**
 * Reads a safetensors file of F32 or F16 tensors.
 * @param name how messages call the file
 * @throws CheckpointError when it is truncated, no safetensors file, of another type, or its tensors overlap or leave gaps
 */
export function readSafetensors(file: Uint8Array, name = 'model.safetensors'): Map<string, Tensor> {
  const refuse = (sentence: string): never => {
    throw new CheckpointError(`${name} ${sentence}`);
  };
  if (file.length < 8) refuse(`is truncated: it has ${file.length} bytes.`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > LONGEST_HEADER) refuse('is no safetensors file: its header would be larger than 16 MB.');
  const start = 8 + Number(length);
  if (start > file.length) refuse(`is truncated: its header ends at byte ${start} of ${file.length}.`);
  const data = new DataView(file.buffer, file.byteOffset + start, file.length - start);
  const entries = Object.entries(parseHeader(file.subarray(8, start), refuse)).filter(
    ([key]) => key !== '__metadata__',
  );
  const placed = entries.map(([key, entry]) => placeTensor(key, entry, data.byteLength, refuse));
  checkCoverage(placed, data.byteLength, refuse);
  return new Map(placed.map((tensor) => [tensor.name, { shape: tensor.shape, values: readValues(tensor, data) }]));
}

type Refuse = (sentence: string) => never;

interface PlacedTensor {
  name: string;
  type: SafetensorsType;
  shape: number[];
  begin: number;
  end: number;
}

function parseHeader(bytes: Uint8Array, refuse: Refuse): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse('is damaged: its header is not JSON.');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    return refuse('is damaged: its header is not an object.');
  }
  return header as Record<string, unknown>;
}

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);

function placeTensor(name: string, entry: unknown, available: number, refuse: Refuse): PlacedTensor {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (dtype !== 'F32' && dtype !== 'F16') {
    return refuse(`cannot be used: tensor ${name}: type ${String(dtype)} is not read, only F32 and F16.`);
  }
  if (!isCounts(shape)) return refuse(`is damaged: the shape of tensor ${name}: shape is not a list of sizes.`);
  if (!isCounts(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
    return refuse(`is damaged: the data_offsets of tensor ${name} are no range.`);
  }
  const [begin, end] = offsets;
  if (end > available)
    return refuse(`is truncated: tensor ${name} ends at byte ${end} of the data, which has ${available}.`);
  if (end - begin !== shape.reduce((product, size) => product * size, 1) * BYTES[dtype]) {
    return refuse(
      `is damaged: tensor ${name}: ${end - begin} bytes do not hold ${dtype} of shape [${shape.join(', ')}].`,
    );
  }
  return { name, type: dtype, shape, begin, end };
}

/** Tensors must lie side by side and fill the data, as the format demands. */
function checkCoverage(placed: readonly PlacedTensor[], available: number, refuse: Refuse): void {
  let reached = 0;
  for (const { name, begin, end } of [...placed].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin < reached) refuse(`is damaged: tensor ${name} overlaps another.`);
    if (begin > reached) refuse(`is damaged: bytes ${reached} to ${begin} of the data belong to no tensor.`);
    reached = end;
  }
  if (reached < available) refuse(`is damaged: there are ${available - reached} bytes after the last tensor.`);
}

function readValues({ type, begin, end }: PlacedTensor, data: DataView): Float32Array {
  const values = new Float32Array((end - begin) / BYTES[type]);
  for (let i = 0; i < values.length; i++) {
    const at = begin + i * BYTES[type];
    values[i] = type === 'F32' ? data.getFloat32(at, true) : float16Value(data.getUint16(at, true));
  }
  return values;
}
