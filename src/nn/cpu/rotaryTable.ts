import type { ModelShape } from '../modelShape.ts';

/** Rows of cosines and sines for the `rotate` kernel, made once per position. */
export class RotaryTable {
  /** Floats in one row: `rotaryWidth` cosines, each twice, then as many sines in pairs (−s, s). */
  readonly rowLength: number;
  private readonly rows = new Map<number, Float32Array>();

  constructor(private readonly shape: ModelShape) {
    this.rowLength = 2 * shape.rotaryWidth;
  }

  private row(position: number): Float32Array {
    let row = this.rows.get(position);
    if (!row) {
      const { rotaryWidth, rotaryBase } = this.shape;
      row = new Float32Array(this.rowLength);
      for (let i = 0; i < rotaryWidth; i += 2) {
        const angle = position * rotaryBase ** (-i / rotaryWidth);
        row[i] = row[i + 1] = Math.cos(angle);
        row[rotaryWidth + i + 1] = Math.sin(angle);
        row[rotaryWidth + i] = -row[rotaryWidth + i + 1];
      }
      this.rows.set(position, row);
    }
    return row;
  }

  /** Writes the rows of `positions` one after another into `target` from `offset`. */
  write(target: Float32Array, offset: number, positions: Int32Array): void {
    for (let n = 0; n < positions.length; n++) target.set(this.row(positions[n]), offset + n * this.rowLength);
  }
}
