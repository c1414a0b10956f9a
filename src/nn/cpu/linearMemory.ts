import { DeviceLostError } from '../deviceErrors.ts';

const PAGE = 65536;

/**
 * The one WebAssembly memory of a model. Addresses are bytes. What lasts is taken first; then `mark` begins the work area,
 * which `reset` empties for the next operation. Memory grows when needed and is never given back.
 */
export class LinearMemory {
  readonly memory = new WebAssembly.Memory({ initial: 16 });
  private top = 1024;
  private workArea = 0;
  private f32View = new Float32Array(this.memory.buffer);
  private i32View = new Int32Array(this.memory.buffer);

  /** Views of all memory; do not keep them across `take`, which may replace them. */
  get f32(): Float32Array {
    return this.f32View;
  }
  get i32(): Int32Array {
    return this.i32View;
  }

  /**
   * Address of room for `words` 4-byte numbers, aligned to a cache line. Contents are undefined.
   * @throws DeviceLostError when the engine gives no more memory.
   */
  take(words: number): number {
    const address = this.top;
    this.top = Math.ceil((address + words * 4) / 64) * 64;
    const missing = this.top - this.memory.buffer.byteLength;
    if (missing > 0) {
      try {
        this.memory.grow(Math.ceil(missing / PAGE));
      } catch {
        this.top = address;
        const needed = Math.ceil((address + words * 4) / 2 ** 20);
        throw new DeviceLostError('wasm-out-of-memory', `the model needs ${needed} MB, more than this engine gives`);
      }
      this.f32View = new Float32Array(this.memory.buffer);
      this.i32View = new Int32Array(this.memory.buffer);
    }
    return address;
  }

  /** Everything taken up to here stays. */
  mark(): void {
    this.workArea = this.top;
  }

  /** Gives back everything taken from `address` on; without one, the whole work area. */
  reset(address = this.workArea): void {
    this.top = address;
  }

  /** Takes room for `values` and copies them there. */
  put(values: Int32Array | Float32Array): number {
    const address = this.take(values.length);
    if (values instanceof Int32Array) this.i32View.set(values, address / 4);
    else this.f32View.set(values, address / 4);
    return address;
  }
}
