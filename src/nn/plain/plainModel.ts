import * as tf from '@tensorflow/tfjs';
import { checkWeights } from '../checkInput.ts';
import type {
  BackendName,
  Completion,
  LanguageModel,
  OptimizerState,
  SampleOptions,
  SampleRequest,
  TrainingBatch,
  UpdateOptions,
  UpdateStats,
} from '../languageModel.ts';
import { type LossSums, type LossTerms, lossTerms, updateStats } from '../lossTerms.ts';
import type { ModelShape } from '../modelShape.ts';
import { exclusive, ModelCalls } from '../tfjs/exclusive.ts';
import { initialise, type TensorDevice } from '../tfjs/initialise.ts';
import { yieldToEventLoop } from '../yieldToEventLoop.ts';
import { type AdamWTensors, adamW, decayMask } from './adamW.ts';
import { generate } from './generate.ts';
import { lossSums, targetLogProbs } from './loss.ts';
import { type PaddedBatch, padBatch } from './padBatch.ts';
import { cutParameters, nameParameters } from './parameters.ts';
import { forwardRows, trainingRows } from './rowBudget.ts';
import { hiddenStates, nextTokenLogits } from './transformer.ts';

/**
 * The model in plain tfjs ops with tfjs's autodiff, on any of its backends.
 * @param weights all parameters in `parameterLayout` order
 * @throws BackendUnavailableError, RangeError when the weights do not fit the shape
 */
export async function createPlainModel(
  shape: ModelShape,
  weights: Float32Array,
  backend: BackendName,
): Promise<LanguageModel> {
  checkWeights(shape, weights, 'weights');
  const device = await initialise(backend);
  return exclusive(device, async () => new PlainModel(shape, device, weights));
}

class PlainModel implements LanguageModel {
  readonly engine = 'plain';
  readonly backend: BackendName;
  private state: AdamWTensors;
  private updates = 0;
  private readonly mask: tf.Tensor;
  private readonly calls: ModelCalls;

  constructor(
    readonly shape: ModelShape,
    device: TensorDevice,
    weights: Float32Array,
  ) {
    this.backend = device.backend;
    this.calls = new ModelCalls(device);
    const count = weights.length;
    this.state = { weights: tf.tensor1d(weights.slice()), first: tf.zeros([count]), second: tf.zeros([count]) };
    this.mask = tf.tensor1d(decayMask(shape));
  }

  sample(requests: readonly SampleRequest[], options: SampleOptions): Promise<Completion[]> {
    return this.calls.run(async () => {
      options.signal?.throwIfAborted();
      const list = tf.tidy(() => cutParameters(this.shape, this.state.weights));
      try {
        return await generate(this.shape, nameParameters(this.shape, list), requests, options);
      } finally {
        tf.dispose(list);
      }
    });
  }

  update(batch: TrainingBatch, options: UpdateOptions): Promise<UpdateStats> {
    return this.calls.run(async () => {
      const padded = padBatch(this.shape, batch, (length) => trainingRows(this.shape, length));
      const [gradient, sums] = await this.gradient(padded, batch, lossTerms(batch, options));
      const { stats, ...state } = tf.tidy(() => {
        const { norm, ...next } = adamW(this.state, gradient, this.mask, this.updates + 1, options);
        return { ...next, stats: tf.concat([sums, tf.reshape(norm, [1])]) };
      });
      const values = await stats.data();
      const gradientNorm = values[4];
      tf.dispose([gradient, sums, stats]);
      if (Number.isFinite(gradientNorm)) {
        tf.dispose(Object.values(this.state));
        this.state = state;
        this.updates++;
      } else tf.dispose(Object.values(state));
      return updateStats([...values.slice(0, 4)] as LossSums, gradientNorm, batch, options);
    });
  }

  /** Gradient of the loss with its terms, flat [P], and `lossSums`, summed over the padded batches. */
  private async gradient(
    padded: PaddedBatch[],
    { weights, sampledLogProbs, referenceLogProbs }: TrainingBatch,
    { clipRatio, entropyBonus, klCoefficient }: LossTerms,
  ): Promise<[tf.Tensor, tf.Tensor]> {
    const { shape } = this;
    const list = tf.tidy(() => cutParameters(shape, this.state.weights));
    let gradient: tf.Tensor = tf.zeros([this.state.weights.size]);
    let sums: tf.Tensor = tf.zeros([4]);
    for (const batch of padded) {
      const placed = (values?: Float32Array) =>
        Float32Array.from(batch.sources, (source) => (source < 0 ? 0 : (values?.[source] ?? 0)));
      const placeWeights = placed(weights);
      const [nextGradient, nextSums] = tf.tidy(() => {
        const objective = (...parameters: tf.Tensor[]) => {
          const named = nameParameters(shape, parameters);
          const logits = nextTokenLogits(shape, named, hiddenStates(shape, named, batch));
          const goals = {
            targets: tf.tensor1d(batch.targets, 'int32'),
            weights: tf.tensor1d(placeWeights),
            counted: tf.tensor1d(placeWeights.map((weight) => Number(weight !== 0))),
            sampled: tf.tensor1d(placed(sampledLogProbs)),
            reference: tf.tensor1d(placed(referenceLogProbs)),
          };
          return lossSums(logits, goals, clipRatio);
        };
        const { value, grads } = tf.valueAndGrads(objective)(list, tf.tensor1d([1, -entropyBonus, klCoefficient, 0]));
        const flat = tf.concat(grads.map((part) => tf.reshape(part, [-1])));
        return [tf.add(gradient, flat), tf.add(sums, value)];
      });
      tf.dispose([gradient, sums]);
      [gradient, sums] = [nextGradient, nextSums];
      await yieldToEventLoop();
    }
    tf.dispose(list);
    return [gradient, sums];
  }

  logProbs(batch: Pick<TrainingBatch, 'tokens' | 'positions' | 'starts'>): Promise<Float32Array> {
    return this.calls.run(async () => {
      const { shape } = this;
      const result = new Float32Array(batch.tokens.length);
      const list = tf.tidy(() => cutParameters(shape, this.state.weights));
      try {
        const named = nameParameters(shape, list);
        for (const padded of padBatch(shape, batch, (length) => forwardRows(shape, length))) {
          const logProbs = tf.tidy(() => {
            const logits = nextTokenLogits(shape, named, hiddenStates(shape, named, padded));
            return targetLogProbs(logits, tf.tensor1d(padded.targets, 'int32'));
          });
          const values = await logProbs.data();
          logProbs.dispose();
          padded.sources.forEach((source, place) => {
            if (source >= 0) result[source] = values[place];
          });
        }
      } finally {
        tf.dispose(list);
      }
      return result;
    });
  }

  getWeights(): Promise<Float32Array> {
    return this.calls.run(() => read(this.state.weights));
  }

  setWeights(weights: Float32Array): Promise<void> {
    return this.calls.run(async () => {
      checkWeights(this.shape, weights, 'weights');
      this.state.weights.dispose();
      this.state.weights = tf.tensor1d(weights.slice());
    });
  }

  getOptimizer(): Promise<OptimizerState> {
    return this.calls.run(async () => {
      const { first, second } = this.state;
      return { updates: this.updates, first: await read(first), second: await read(second) };
    });
  }

  setOptimizer({ updates, first, second }: OptimizerState): Promise<void> {
    return this.calls.run(async () => {
      checkWeights(this.shape, first, 'first moments');
      checkWeights(this.shape, second, 'second moments');
      tf.dispose([this.state.first, this.state.second]);
      this.state = { ...this.state, first: tf.tensor1d(first.slice()), second: tf.tensor1d(second.slice()) };
      this.updates = updates;
    });
  }

  dispose(): void {
    this.calls.dispose(() => tf.dispose([...Object.values(this.state), this.mask]));
  }
}

/** A copy of a tensor's values that nobody else holds: tfjs may answer with its own. */
async function read(tensor: tf.Tensor): Promise<Float32Array> {
  return Float32Array.from(await tensor.data());
}
