import type { ModelShape } from '../modelShape.ts';

/** Cosines and sines for the `rotate` kernel, one row a position, made once. */
export class RotaryTable {
  /** Floats in one row: `rotaryWidth` cosines, each twice, then as many sines in pairs (−s, s). */
  readonly rowLength: number;
  private rows = new Float32Array();

  constructor(private readonly shape: ModelShape) {
    this.rowLength = 2 * shape.rotaryWidth;
  }

  /** The rows of positions 0 … count − 1. */
  first(count: number): Float32Array {
    const length = count * this.rowLength;
    if (this.rows.length < length) this.rows = this.make(Math.max(count, this.shape.context));
    return this.rows.subarray(0, length);
  }

  private make(count: number): Float32Array<ArrayBuffer> {
    const { rotaryWidth, rotaryBase } = this.shape;
    const rows = new Float32Array(count * this.rowLength);
    for (let position = 0; position < count; position++) {
      const at = position * this.rowLength;
      for (let i = 0; i < rotaryWidth; i += 2) {
        const angle = position * rotaryBase ** (-i / rotaryWidth);
        rows[at + i] = rows[at + i + 1] = Math.cos(angle);
        rows[at + rotaryWidth + i + 1] = Math.sin(angle);
        rows[at + rotaryWidth + i] = -rows[at + rotaryWidth + i + 1];
      }
    }
    return rows;
  }
}
