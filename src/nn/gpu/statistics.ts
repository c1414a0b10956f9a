import { yieldToEventLoop } from '../yieldToEventLoop.ts';

/** Floats that an update has to tell, and updates that can be told of before the first of them has been read. */
const FLOATS = 8;
const SLOTS = 16;

/** Statistics of updates: each is copied within the update's own submission, and those of several are read back together. */
export class Statistics {
  private filling: GPUBuffer;
  private idle: GPUBuffer;
  private waiting: { resolve: (values: Float32Array) => void; reject: (error: unknown) => void }[] = [];
  private reading: Promise<void> | null = null;

  constructor(device: GPUDevice) {
    const make = () =>
      device.createBuffer({
        label: 'statistics',
        size: 4 * FLOATS * SLOTS,
        usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
      });
    [this.filling, this.idle] = [make(), make()];
  }

  /** Resolves when there is room for those of another update. */
  async room(): Promise<void> {
    while (this.waiting.length >= SLOTS) await this.reading;
  }

  /** Adds the copy of 8 floats to `encoder`, which the caller submits at once, and gives them when they have been read. */
  copy(encoder: GPUCommandEncoder, source: GPUBuffer, offset: number): Promise<Float32Array> {
    const bytes = 4 * FLOATS;
    encoder.copyBufferToBuffer(source, offset, this.filling, bytes * this.waiting.length, bytes);
    const values = new Promise<Float32Array>((resolve, reject) => this.waiting.push({ resolve, reject }));
    this.reading ??= this.readAll();
    return values;
  }

  /** One readback at a time. What is submitted before it begins, and what is while it is under way, is read together. */
  private async readAll(): Promise<void> {
    while (this.waiting.length > 0) {
      await yieldToEventLoop();
      const [read, gathered] = [this.filling, this.waiting];
      [this.filling, this.idle, this.waiting] = [this.idle, this.filling, []];
      try {
        await read.mapAsync(GPUMapMode.READ);
        const values = new Float32Array(read.getMappedRange().slice(0));
        read.unmap();
        for (const [slot, { resolve }] of gathered.entries()) {
          resolve(values.subarray(FLOATS * slot, FLOATS * (slot + 1)));
        }
      } catch (error) {
        for (const { reject } of gathered) reject(error);
      }
    }
    this.reading = null;
  }

  /** Resolves when everything that was copied has been read. */
  async settled(): Promise<void> {
    await this.reading;
  }

  destroy(): void {
    this.filling.destroy();
    this.idle.destroy();
  }
}
