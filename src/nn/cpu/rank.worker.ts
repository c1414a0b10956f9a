import { Rank } from './rank.ts';
import type { RankAnswer, RankCallName, RankCalls, RankMessage } from './rankProtocol.ts';

/** The thread of a rank: answers the calls of rankProtocol.ts, in a browser's Worker and in a thread of Node alike. */

const nodePort =
  typeof process !== 'undefined' && typeof process.getBuiltinModule === 'function'
    ? process.getBuiltinModule('node:worker_threads').parentPort
    : null;

function post(answer: RankAnswer, transfer: ArrayBuffer[] = []): void {
  if (nodePort) nodePort.postMessage(answer, transfer);
  else self.postMessage(answer, { transfer });
}

/** Milliseconds between two reports of sampled tokens. */
const REPORT_INTERVAL = 30;

let rank: Rank | undefined;
const aborts = new Map<number, AbortController>();

function ready(): Rank {
  if (!rank) throw new Error('The rank was asked to work before it was created.');
  return rank;
}

async function sample(id: number, { requests, options, report }: RankCalls['sample']['input']) {
  const controller = new AbortController();
  aborts.set(id, controller);
  let tokens: { index: number; tokens: number[] }[] = [];
  let last = performance.now();
  const flush = () => {
    if (tokens.length > 0) post({ kind: 'tokens', id, tokens });
    tokens = [];
    last = performance.now();
  };
  const onTokens = (index: number, added: number[]) => {
    tokens.push({ index, tokens: added });
    if (performance.now() - last > REPORT_INTERVAL) flush();
  };
  try {
    return await ready().sample(requests, {
      ...options,
      signal: controller.signal,
      onTokens: report ? onTokens : undefined,
    });
  } finally {
    flush();
    aborts.delete(id);
  }
}

const handlers: {
  [K in RankCallName]: (input: RankCalls[K]['input'], id: number) => Promise<RankCalls[K]['output']>;
} = {
  create: async ({ shape, summands }) => {
    rank = await Rank.create(shape, summands);
    return undefined;
  },
  computeGradient: async ({ parts, terms }) => {
    const sums = await ready().computeGradient(parts, terms);
    return { sums, gradient: ready().gradient() };
  },
  step: async ({ gradient, options }) => {
    ready().setGradient(gradient);
    ready().step(options);
    return undefined;
  },
  sample: (input, id) => sample(id, input),
  logProbs: (batch) => ready().logProbs(batch),
  setWeights: async (weights) => ready().setWeights(weights) as undefined,
  setOptimizer: async (state) => ready().setOptimizer(state) as undefined,
};

/** What of an answer is handed over instead of copied. */
function buffersOf(output: RankCalls[RankCallName]['output']): ArrayBuffer[] {
  if (!output || Array.isArray(output)) return [];
  return ['gradient' in output ? output.gradient.buffer : output.buffer];
}

async function call<K extends RankCallName>(name: K, input: RankCalls[K]['input'], id: number): Promise<void> {
  try {
    const output = await handlers[name](input, id);
    post({ kind: 'result', id, output }, buffersOf(output));
  } catch (error) {
    const { name: errorName, message } = error instanceof Error ? error : new Error(String(error));
    post({ kind: 'error', id, name: errorName, message });
  }
}

function receive(message: RankMessage): void {
  if (message.kind === 'abort') aborts.get(message.id)?.abort();
  else void call(message.name, message.input, message.id);
}

if (nodePort) nodePort.on('message', receive);
else self.onmessage = ({ data }: MessageEvent<RankMessage>) => receive(data);
