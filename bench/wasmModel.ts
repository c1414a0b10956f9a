import { createParallelWasmModel } from '../src/nn/cpu/wasmModel.ts';
import { initialWeights } from '../src/nn/initialWeights.ts';
import type { SampleRequest } from '../src/nn/languageModel.ts';
import { type ModelSize, modelShape } from '../src/nn/modelShape.ts';

/**
 * Tokens a second of the wasm model on this machine, the best of several rounds:
 * `node --import tsx bench/wasmModel.ts [size] [rounds] [workers]`.
 */
const [size = 'small', rounds = '8', workers = '1'] = process.argv.slice(2);
const shape = modelShape(size as ModelSize, 300);
const model = await createParallelWasmModel(shape, initialWeights(shape, 1), Number(workers));

const [sequences, length] = [64, 100];
const batch = {
  tokens: Int32Array.from({ length: sequences * length }, (_, i) => (i * 7919) % 300),
  positions: Int32Array.from({ length: sequences * length }, (_, i) => i % length),
  starts: Int32Array.from({ length: sequences + 1 }, (_, s) => s * length),
  weights: Float32Array.from({ length: sequences * length }, (_, i) => (i % length < length / 2 ? 0 : 1e-4)),
};
const update = { learningRate: 1e-3, weightDecay: 0.01, clipNorm: 1, entropyBonus: 0 };

/** `repeats` requests in a row share a prompt of 60 tokens; completions have 60. */
function requests(repeats: number): SampleRequest[] {
  return Array.from({ length: 128 }, (_, item) => ({
    prompt: Int32Array.from({ length: 60 }, (_, i) => (Math.floor(item / repeats) * 31 + i * 17) % 300),
    maxTokens: 60,
    endToken: -1,
    item,
  }));
}

/** Shortest wall and processor time of a round, in seconds: on a busy machine only the second is the program's own. */
async function best(work: () => Promise<unknown>): Promise<[wall: number, cpu: number]> {
  let [wall, cpu] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < Number(rounds); round++) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    await work();
    wall = Math.min(wall, (performance.now() - start) / 1000);
    const { user, system } = process.cpuUsage(before);
    cpu = Math.min(cpu, (user + system) / 1e6);
  }
  return [wall, cpu];
}

const options = { key: [1, 2] as [number, number], temperature: 1 };
const report = (what: string, tokens: number, [wall, cpu]: [number, number]) => {
  const rate = (seconds: number) =>
    Math.round(tokens / seconds)
      .toLocaleString('en')
      .padStart(8);
  console.log(`${what.padEnd(44)} ${rate(wall)} tokens/s, ${rate(cpu)} a processor second`);
};
report(`${size}: training, 64 × 100, half weighted`, sequences * length, await best(() => model.update(batch, update)));
report(`${size}: log-probs`, sequences * length, await best(() => model.logProbs(batch)));
report(`${size}: sampling, 128 prompts`, 128 * 60, await best(() => model.sample(requests(1), options)));
report(`${size}: sampling, 16 prompts × 8`, 128 * 60, await best(() => model.sample(requests(8), options)));
model.dispose();
