import { BackendUnavailableError } from './deviceErrors.ts';
import type { Pace } from './gpu/pace.ts';
import type { BackendName, EngineName, LanguageModel } from './languageModel.ts';
import type { ModelShape } from './modelShape.ts';

export interface ModelChoice {
  shape: ModelShape;
  /** All parameters in `parameterLayout` order. */
  weights: Float32Array;
  /** As `probeDevice` reports it. */
  backend: BackendName;
  /** 'auto' is fused where the backend has it. */
  engine: EngineName | 'auto';
  /** How long work on the GPU may keep the page waiting; 'smooth' if not given. */
  pace?: Pace;
  /** Gets sentences on what is done before the model is there. */
  tell?: (sentence: string) => void;
}

/**
 * The model in the execution that was chosen. Each is loaded only when it is used.
 * @throws BackendUnavailableError with a sentence when this backend has no such engine, or did not start
 */
export async function createModel({
  shape,
  weights,
  backend,
  engine,
  pace,
  tell,
}: ModelChoice): Promise<LanguageModel> {
  if (engine === 'plain' || (engine === 'auto' && backend === 'cpu')) {
    const { createPlainModel } = await import('./plain/plainModel.ts');
    return createPlainModel(shape, weights, backend);
  }
  if (backend === 'webgpu') {
    const { createGpuModel } = await import('./gpu/gpuModel.ts');
    return createGpuModel(shape, weights, pace, tell);
  }
  if (backend === 'wasm') {
    const { createWasmModel } = await import('./cpu/wasmModel.ts');
    return createWasmModel(shape, weights);
  }
  throw new BackendUnavailableError(
    'There are no fused kernels for the cpu backend. Choose the plain engine, or the wasm backend.',
  );
}
