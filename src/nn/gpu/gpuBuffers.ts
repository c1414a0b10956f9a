/** A storage buffer of at least 16 bytes that can also be written and read back. */
export function storageBuffer(device: GPUDevice, bytes: number, label: string): GPUBuffer {
  return device.createBuffer({
    label,
    size: Math.max(16, Math.ceil(bytes / 16) * 16),
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
  });
}

/** A storage buffer with these contents. */
export function filledBuffer(device: GPUDevice, contents: Float32Array | Uint32Array, label: string): GPUBuffer {
  const buffer = storageBuffer(device, contents.byteLength, label);
  write(device, buffer, 0, contents);
  return buffer;
}

export function uniformBuffer(device: GPUDevice, bytes: number, label: string): GPUBuffer {
  return device.createBuffer({ label, size: bytes, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
}

/** Writes an array at a byte offset; it may be a view of a larger one. */
export function write(device: GPUDevice, buffer: GPUBuffer, offset: number, values: ArrayBufferView): void {
  if (values.byteLength > 0) {
    device.queue.writeBuffer(buffer, offset, values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
  }
}

/** A buffer for reading back, kept and enlarged when needed. */
export class Readback {
  private staging: GPUBuffer | null = null;

  /** @param least bytes that it has from the beginning, where the most that will be read is known */
  constructor(
    private readonly device: GPUDevice,
    private readonly least = 0,
  ) {}

  /** Adds the copy to `encoder`; after its submission `read` gives the values. */
  copy(encoder: GPUCommandEncoder, source: GPUBuffer, offset: number, bytes: number): void {
    if (!this.staging || this.staging.size < bytes) {
      this.staging?.destroy();
      const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
      this.staging = this.device.createBuffer({
        label: 'readback',
        size: 2 ** Math.ceil(Math.log2(Math.max(bytes, this.least))),
        usage,
      });
    }
    encoder.copyBufferToBuffer(source, offset, this.staging, 0, bytes);
  }

  async read(bytes: number): Promise<Float32Array> {
    const staging = this.staging as GPUBuffer;
    await staging.mapAsync(GPUMapMode.READ, 0, bytes);
    const values = new Float32Array(staging.getMappedRange(0, bytes).slice(0));
    staging.unmap();
    return values;
  }

  destroy(): void {
    this.staging?.destroy();
  }
}
