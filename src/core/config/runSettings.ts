import type { Field } from './field.ts';

/** Settings of the group `run`: seed, where the arithmetic runs and how. */
export const runSettings = {
  seed: {
    kind: 'integer',
    group: 'run',
    label: 'Seed',
    min: 0,
    max: 4294967295,
    step: 1,
    default: 1,
    applies: 'reset',
    changesResult: true,
    help: 'Every random number of a run is a function of this seed, so the same seed gives the same run on the same build, backend and adapter.',
    paper: '1 (sampler only; Python and NumPy unseeded)',
  },
  backend: {
    kind: 'choice',
    group: 'run',
    label: 'Backend',
    default: 'auto',
    applies: 'reset',
    changesResult: true,
    options: [
      { value: 'auto', label: 'Best available' },
      { value: 'webgpu', label: 'WebGPU' },
      { value: 'wasm', label: 'WebAssembly (CPU)' },
      { value: 'cpu', label: 'JavaScript (CPU)' },
    ],
    help: 'Where the arithmetic runs. Best available takes WebGPU on a hardware adapter and WebAssembly elsewhere, since software adapters are slower than WebAssembly.',
  },
  engine: {
    kind: 'choice',
    group: 'run',
    label: 'Engine',
    default: 'auto',
    applies: 'reset',
    changesResult: true,
    options: [
      { value: 'auto', label: 'Fastest available' },
      { value: 'plain', label: 'Plain TensorFlow.js' },
      { value: 'fused', label: 'Fused kernels' },
    ],
    help: 'The same model in two executions: plain TensorFlow.js ops, or kernels of this project that fuse them.',
  },
  pace: {
    kind: 'choice',
    group: 'run',
    label: 'Pace',
    default: 'smooth',
    applies: 'reset',
    changesResult: false,
    later: true,
    options: [
      { value: 'smooth', label: 'Smooth: the page comes first' },
      { value: 'fast', label: 'Fast: training comes first' },
    ],
    help: 'How long one piece of work on the graphics adapter may keep the page from being drawn: a few tens of milliseconds, or five times that. The CPU is not concerned.',
  },
} as const satisfies Record<string, Field>;
