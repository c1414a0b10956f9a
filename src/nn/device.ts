import { BackendUnavailableError } from './deviceErrors.ts';
import type { BackendName } from './languageModel.ts';

/** What is there and what will be used, for people. */
export interface DeviceReport {
  /** The backend that will be used. */
  backend: BackendName;
  /** The graphics adapter in words, or null where there is none. */
  adapter: string | null;
  /** True when that adapter is a program on the CPU. */
  softwareAdapter: boolean;
  /** WebGPU features of the adapter. */
  features: string[];
  /** Its limits that matter to training, in bytes or counts. */
  limits: Record<string, number>;
  /** Bytes of memory of the machine, as far as it tells (browsers say 8 GB at most), or null. */
  memory: number | null;
  /** Why this backend, as sentences. */
  reasons: string[];
}

/** Where to look; tests put their own in. */
export interface DeviceSurroundings {
  gpu?: Pick<GPU, 'requestAdapter'>;
  /** WebGPU is hidden from pages that came over plain http. */
  secure: boolean;
  node: boolean;
  webAssembly: boolean;
  /** Bytes of memory, where that is told. */
  memory?: number;
}

export const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render|\bwarp\b/i;

/** This page, worker or Node process. */
export function deviceSurroundings(): DeviceSurroundings {
  const navigator = globalThis.navigator as (Partial<Navigator> & { deviceMemory?: number }) | undefined;
  const node = typeof process === 'object' && process.versions?.node !== undefined;
  const gigabytes = navigator?.deviceMemory;
  return {
    gpu: navigator?.gpu,
    secure: globalThis.isSecureContext !== false,
    node,
    memory: node ? process.getBuiltinModule('node:os').totalmem() : gigabytes && gigabytes * 2 ** 30,
    webAssembly: typeof WebAssembly === 'object',
  };
}

/** The fastest adapter, or null where there is none. Never throws. */
export async function requestAdapter(gpu: DeviceSurroundings['gpu']): Promise<GPUAdapter | null> {
  try {
    return (await gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null;
  } catch {
    return null;
  }
}

/** Name of an adapter in words, and whether it is a program on the CPU. */
export function describeAdapter(adapter: GPUAdapter): { description: string; software: boolean } {
  // Browsers before 2024 have no `info`; `isFallbackAdapter` has moved from the adapter to its info.
  const info: Partial<GPUAdapterInfo> = adapter.info ?? {};
  const kind = [info.vendor, info.architecture].filter(Boolean).join(' ');
  const words = [kind, info.description && `(${info.description})`].filter(Boolean).join(' ');
  const fallback = info.isFallbackAdapter ?? (adapter as { isFallbackAdapter?: boolean }).isFallbackAdapter ?? false;
  return { description: words || 'unnamed adapter', software: fallback || SOFTWARE.test(words) };
}

/**
 * Looks what is there and decides what to use. 'auto' takes webgpu only on a hardware adapter, since
 * a software adapter is slower than WebAssembly, and else wasm.
 * @throws BackendUnavailableError when a backend was asked for by name and is not there.
 */
export async function probeDevice(
  requested: BackendName | 'auto',
  surroundings = deviceSurroundings(),
): Promise<DeviceReport> {
  const adapter = await requestAdapter(surroundings.gpu);
  const { description, software } = adapter ? describeAdapter(adapter) : { description: null, software: false };
  const found = describeFinding(surroundings, description, software);
  const report = {
    adapter: description,
    softwareAdapter: software,
    memory: surroundings.memory ?? null,
    features: adapter ? [...adapter.features].sort() : [],
    limits: adapter ? Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])) : {},
  };
  if (requested === 'webgpu') {
    if (!adapter) throw new BackendUnavailableError(`${found} Choose the wasm backend, or "auto".`);
    const asked = 'Training runs on WebGPU, as asked.';
    const slow = 'A software adapter is slower than the wasm backend.';
    return { ...report, backend: 'webgpu', reasons: software ? [found, asked, slow] : [found, asked] };
  }
  if (requested === 'cpu') {
    return { ...report, backend: 'cpu', reasons: [found, 'Training runs in plain JavaScript (cpu), as asked.'] };
  }
  if (requested === 'wasm') {
    if (!surroundings.webAssembly) {
      throw new BackendUnavailableError('WebAssembly is turned off here. Choose the cpu backend, or "auto".');
    }
    return { ...report, backend: 'wasm', reasons: [found, 'Training runs in WebAssembly (wasm), as asked.'] };
  }
  if (adapter && !software) return { ...report, backend: 'webgpu', reasons: [found, 'Training runs on WebGPU.'] };
  if (surroundings.webAssembly) {
    return { ...report, backend: 'wasm', reasons: [found, 'Training runs on the CPU in WebAssembly (wasm), slower.'] };
  }
  const noWasm = 'WebAssembly is turned off too: training runs in plain JavaScript (cpu), much slower.';
  return { ...report, backend: 'cpu', reasons: [found, noWasm] };
}

function describeFinding(surroundings: DeviceSurroundings, description: string | null, software: boolean): string {
  if (description !== null && software) {
    return `The only graphics adapter is a software one (${description}), a program on the CPU.`;
  }
  if (description !== null) return `WebGPU is available on ${description}.`;
  if (surroundings.gpu) {
    return 'WebGPU is known here but offers no graphics adapter: hardware acceleration may be turned off or the driver blocked.';
  }
  if (surroundings.node) return 'Node has no WebGPU of its own.';
  return surroundings.secure
    ? 'WebGPU is not available here: it needs a browser such as Chrome 113 or newer.'
    : 'WebGPU is not available on a page that was not loaded over https or from localhost.';
}
