import type {
  Completion,
  OptimizerState,
  SampleOptions,
  SampleRequest,
  TrainingBatch,
  UpdateOptions,
} from '../languageModel.ts';
import type { LossSums, LossTerms } from '../lossTerms.ts';
import type { ModelShape } from '../modelShape.ts';

/** What a rank on another thread can be asked, and what it answers: the arguments and results of `Rank`'s methods. */
export interface RankCalls {
  create: { input: { shape: ModelShape; summands: number }; output: undefined };
  computeGradient: {
    input: { parts: TrainingBatch[]; terms: LossTerms };
    output: { sums: LossSums[]; gradient: Float32Array<ArrayBuffer> };
  };
  step: { input: { gradient: Float32Array; options: UpdateOptions }; output: undefined };
  sample: {
    input: { requests: SampleRequest[]; options: Pick<SampleOptions, 'key' | 'temperature' | 'topP'>; report: boolean };
    output: Completion[];
  };
  logProbs: { input: Pick<TrainingBatch, 'tokens' | 'positions' | 'starts'>; output: Float32Array<ArrayBuffer> };
  setWeights: { input: Float32Array; output: undefined };
  setOptimizer: { input: OptimizerState; output: undefined };
}

export type RankCallName = keyof RankCalls;

/** To the rank: a call with its number, or the wish that the call it is at ends early. */
export type RankMessage =
  | { [K in RankCallName]: { kind: 'call'; id: number; name: K; input: RankCalls[K]['input'] } }[RankCallName]
  | { kind: 'abort'; id: number };

/** From the rank. `index` counts the requests of the call. */
export type RankAnswer =
  | { kind: 'result'; id: number; output: RankCalls[RankCallName]['output'] }
  | { kind: 'error'; id: number; name: string; message: string }
  | { kind: 'tokens'; id: number; tokens: { index: number; tokens: number[] }[] };
