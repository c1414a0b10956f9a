import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';

/** Where the app itself serves tfjs's WebAssembly modules. */
export const wasmFiles = {
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  // tfjs wants a name for the threaded module too; it is never loaded (wasmBackend.ts turns threads off).
  'tfjs-backend-wasm-threaded-simd.wasm': simd,
};
