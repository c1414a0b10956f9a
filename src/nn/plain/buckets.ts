const LENGTHS = [16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024];

/** The padded length for `length` tokens, one of a few, so that tensor shapes (and GPU buffers) repeat. */
export function bucketLength(length: number): number {
  return LENGTHS.find((bucket) => bucket >= length) ?? Math.ceil(length / 512) * 512;
}

/** The padded number of rows for `rows` sequences: 1, 2, 3, 4, 6, 8, 12, 16 … At most a third is padding. */
export function bucketRows(rows: number): number {
  let power = 1;
  while (power < rows) power *= 2;
  return power >= 4 && rows <= power * 0.75 ? power * 0.75 : power;
}
