/** The backend that was asked for is not to be had here; the message says why and what to choose instead. */
export class BackendUnavailableError extends Error {
  override readonly name = 'BackendUnavailableError';
}

/** What made a device unusable. After any of these its results cannot be trusted. */
export type DeviceFailure = 'lost' | 'validation' | 'out-of-memory' | 'wasm-out-of-memory' | 'internal';

const GO_ON = 'Go on from the last finished step on a new device, or choose the wasm backend.';
/** What happened and what to do, in words. */
const WORDS: Record<DeviceFailure, [happened: string, remedy: string]> = {
  lost: ['The graphics device was lost', GO_ON],
  validation: ['The graphics driver refused an operation', GO_ON],
  internal: ['The graphics driver failed', GO_ON],
  'out-of-memory': [
    'The graphics device ran out of memory',
    'Choose a smaller model, batch or context, or the wasm backend.',
  ],
  'wasm-out-of-memory': ['WebAssembly ran out of memory', 'Choose a smaller model, batch or context.'],
};

/** The device failed while a model was on it. Every pending and later call of that model may reject with this. */
export class DeviceLostError extends Error {
  override readonly name = 'DeviceLostError';
  readonly failure: DeviceFailure;

  constructor(failure: DeviceFailure, detail: string) {
    const [happened, remedy] = WORDS[failure];
    super(`${happened} (${detail.trim() || 'no reason given'}). The step under way was not kept. ${remedy}`);
    this.failure = failure;
  }

  /** Whether the same work is likely to fail again wherever it is done. */
  get isOutOfMemory(): boolean {
    return this.failure === 'out-of-memory' || this.failure === 'wasm-out-of-memory';
  }
}
