import { existsSync } from 'node:fs';
import { vocabularySize } from '../../core/tasks/tokenizer.ts';
import { type ModelShape, type ModelSize, modelShape, parameterCount } from '../../nn/modelShape.ts';
import type { BenchPart, BenchRow } from './benchRow.ts';
import { runPeer } from './peerScript.ts';

type Phase = 'training' | 'sampling';
export const BENCH_BACKENDS = ['wasm', 'webgpu'] as const;
type Backend = (typeof BENCH_BACKENDS)[number];

/** Sequences of `length` tokens that are trained on, or prompts of `length` in groups alike, to each of which `drawn` tokens are added. */
interface Batch {
  sequences: number;
  length: number;
  drawn: number;
  group: number;
}

/** What a script of `bench/model/` reads from its stdin. */
interface ModelTask {
  shape: ModelShape;
  phase: Phase;
  backend: Backend;
  engine: 'fused' | 'plain';
  /** Threads of the wasm model. */
  threads: number;
  batch: Batch;
  /** Taken in place of `batch` on a software adapter, where nothing is timed. */
  countedBatch: Batch;
}

/** What it answers. Calls and seconds are those of one update, or of drawing `drawn` tokens for all sequences. */
interface ModelAnswer {
  adapter: string;
  software: boolean;
  parameters: number;
  tokens: number;
  dispatches: number;
  submits: number;
  buffers: number;
  seconds: number | null;
}

interface Contestant {
  name: string;
  script: string;
  backend: Backend;
  engine?: ModelTask['engine'];
  threads?: number;
  needs?: string;
}

const OURS = 'model/ours.ts';
/** The first of a backend is the one that the others are compared with. */
const contestants: readonly Contestant[] = [
  { name: 'plain tfjs, wasm', script: OURS, backend: 'wasm', engine: 'plain' },
  { name: 'ours, wasm, 1 thread', script: OURS, backend: 'wasm' },
  { name: 'ours, wasm, 2 threads', script: OURS, backend: 'wasm', threads: 2 },
  { name: 'plain tfjs, webgpu', script: OURS, backend: 'webgpu', engine: 'plain' },
  { name: 'ours, webgpu', script: OURS, backend: 'webgpu' },
  { name: 'jax-js, webgpu', script: 'model/jax.mjs', backend: 'webgpu', needs: '@jax-js/jax' },
  { name: 'nanogpt, webgpu', script: 'model/nanogpt.mjs', backend: 'webgpu', needs: '@genai-fi/nanogpt' },
];

export const BENCH_SIZES = ['small', 'medium', 'large', 'huge'] as const satisfies readonly ModelSize[];
export type BenchSize = (typeof BENCH_SIZES)[number];

/** A few seconds of work for the CPU. */
const cpuBatches: Record<BenchSize, Record<Phase, Batch>> = {
  small: { training: trained(32), sampling: drawn(64, 64) },
  medium: { training: trained(16), sampling: drawn(32, 32) },
  large: { training: trained(8), sampling: drawn(16, 16) },
  huge: { training: trained(2), sampling: drawn(8, 8) },
};
const gpuBatches: Record<Phase, Batch> = { training: trained(32), sampling: drawn(256, 64) };
const countedBatch: Batch = { sequences: 1, length: 16, drawn: 8, group: 1 };

function trained(sequences: number): Batch {
  return { sequences, length: 128, drawn: 0, group: 1 };
}

function drawn(sequences: number, tokens: number): Batch {
  return { sequences, length: 48, drawn: tokens, group: 8 };
}

/** Floating-point operations that a token costs for every parameter: forward 2, backward 4. */
const FLOPS: Record<Phase, number> = { training: 6, sampling: 2 };

/**
 * One phase of the model beside plain tfjs and peers: same shape, same batch, same machine, each in a process of its own. `dispatches`, `submits` and `buffers` are the calls of one update, or
 * of one token of all sequences. Sampling in jax-js leaves out the prompts, which the others do read. `peakShare` is the arithmetic of the matrices over
 * that of the best plain matrix product of tfjs on the same device, on the CPU on as many threads.
 */
export function modelBench(phase: Phase, sizes: readonly BenchSize[], backends: readonly Backend[]): BenchPart {
  return {
    figures: ['adapter', 'batch', 'dispatches', 'submits', 'buffers', 'tokensPerSecond', 'timesPlain', 'peakShare'],
    async run(say) {
      const taking = contestants.filter(({ backend }) => backends.includes(backend));
      const peaks = new Map<string, number | null>();
      for (const { backend, threads = 1 } of taking) {
        const name = peakName(backend, threads);
        if (!peaks.has(name)) peaks.set(name, measurePeak(backend, threads, say));
      }
      const rows: BenchRow[] = [];
      for (const size of sizes) {
        const plain: Partial<Record<Backend, number | null>> = {};
        for (const contestant of taking) {
          const { backend, name, threads = 1 } = contestant;
          say(`${name}, ${size}`);
          const row = measured(contestant, size, phase, peaks.get(peakName(backend, threads)) ?? null, say);
          const rate = row.tokensPerSecond as number | null;
          if (!(backend in plain)) plain[backend] = rate;
          const reference = plain[backend];
          rows.push({ ...row, timesPlain: rate === null || !reference ? null : rate / reference });
        }
      }
      return rows;
    },
  };
}

function measured(
  { name, script, backend, engine = 'fused', threads = 1, needs }: Contestant,
  size: BenchSize,
  phase: Phase,
  peak: number | null,
  say: (sentence: string) => void,
): BenchRow {
  const shape = modelShape(size, vocabularySize);
  const batch = backend === 'wasm' ? cpuBatches[size][phase] : gpuBatches[phase];
  const task: ModelTask = { shape, phase, backend, engine, threads, batch, countedBatch };
  const result = runModel<ModelAnswer>(script, task, backend, needs);
  const words = (millions: number): string => `${size}, ${(millions / 1e6).toFixed(2)}M`;
  if ('problem' in result) {
    say(`${name}: not measured, ${result.problem}`);
    const missing = {
      adapter: null,
      batch: null,
      dispatches: null,
      submits: null,
      buffers: null,
      tokensPerSecond: null,
      peakShare: null,
    };
    return { impl: name, size: words(parameterCount(shape)), phase, ...missing };
  }
  const { answer } = result;
  const used = answer.software ? countedBatch : batch;
  if (answer.software) say(`${name}: ${answer.adapter} is a program on the CPU, so its times say nothing of a GPU`);
  const rate = answer.seconds === null ? null : answer.tokens / answer.seconds;
  const steps = phase === 'training' ? 1 : used.drawn;
  const calls = (number: number): number => number / steps;
  return {
    impl: name,
    size: words(answer.parameters),
    phase,
    adapter: answer.adapter,
    batch: `${used.sequences} × ${used.length}${phase === 'sampling' ? ` + ${used.drawn}` : ''}`,
    dispatches: calls(answer.dispatches),
    submits: calls(answer.submits),
    buffers: calls(answer.buffers),
    tokensPerSecond: rate,
    peakShare: rate === null || peak === null ? null : (rate * FLOPS[phase] * answer.parameters) / peak,
  };
}

const peakName = (backend: Backend, threads: number): string =>
  backend === 'wasm' ? `wasm, ${threads === 1 ? '1 thread' : `${threads} threads`}` : backend;

function measurePeak(backend: Backend, threads: number, say: (sentence: string) => void): number | null {
  const name = peakName(backend, threads);
  const result = runModel<{ flops: number | null }>('model/peak.mjs', { backend, threads }, backend);
  if ('problem' in result) say(`peak of ${name}: not measured, ${result.problem}`);
  const flops = 'answer' in result ? result.answer.flops : null;
  if (flops !== null) say(`${name}: a plain matrix product runs at ${(flops / 1e9).toFixed(1)} GFLOP/s`);
  return flops;
}

function runModel<Answer>(script: string, task: unknown, backend: Backend, needs?: string) {
  return runPeer<Answer>(process.execPath, script, task, needs ?? (backend === 'webgpu' ? 'webgpu' : undefined), {
    flags: script.endsWith('.ts') ? ['--import', 'tsx'] : [],
    environment: backend === 'webgpu' ? vulkanEnvironment() : {},
  });
}

const CHROMIUM = '/usr/lib/chromium';

/** Dawn needs Vulkan on Linux. Where the system has none, the one that comes with Debian's Chromium does, with its software adapter. */
function vulkanEnvironment(): Record<string, string> {
  const systemHasOne = ['/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib/aarch64-linux-gnu', '/usr/lib'].some(
    (folder) => existsSync(`${folder}/libvulkan.so.1`),
  );
  if (systemHasOne || !existsSync(`${CHROMIUM}/libvulkan.so.1`)) return {};
  return { LD_LIBRARY_PATH: CHROMIUM, VK_ICD_FILENAMES: `${CHROMIUM}/vk_swiftshader_icd.json` };
}
