import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

/** Registers tfjs's WebAssembly backend. In Node the package finds its own files; in a browser the app serves them. */
export async function registerWasmBackend(): Promise<void> {
  // The threaded module would need SharedArrayBuffer, which a page without special headers does not have.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (tf.env().getBool('IS_NODE')) return;
  const { wasmFiles } = await import('./wasmFiles.ts');
  setWasmPaths(wasmFiles);
}
