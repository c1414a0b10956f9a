import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findChromium, SOFTWARE_WEBGPU_FLAGS } from './e2e/findChromium.ts';

const launchOptions = {
  args: SOFTWARE_WEBGPU_FLAGS,
  /** Looked up when a browser starts: the other test projects need none. */
  get executablePath() {
    return findChromium();
  },
};

/** GPU ops, in a system Chromium on its software WebGPU adapter. Apart from vite.config.ts so that a build loads no test tools. */
export default defineConfig({
  optimizeDeps: {
    include: ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-webgpu', '@tensorflow/tfjs-backend-wasm'],
  },
  test: {
    name: 'gpu',
    include: ['src/**/*.gpu.test.ts'],
    // Compiling the kernels of one shape is 10 s of processor time, which a loaded machine makes minutes of.
    testTimeout: 300_000,
    fileParallelism: false,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions }),
      instances: [{ browser: 'chromium' }],
    },
  },
});
