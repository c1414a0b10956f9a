import type { OptimizerState } from '../nn/languageModel.ts';
import type { SelfPlay } from './selfplay.ts';
import type { SelfPlaySnapshot } from './selfplayState.ts';

/** What a run goes on from: all of it as after a finished step. */
export interface Checkpoint {
  weights: Float32Array;
  optimizer: OptimizerState;
  /** Averaged weights, where the run averages them (setting `averagedShare`). */
  average?: Float32Array;
  snapshot: SelfPlaySnapshot;
}

/** The newest checkpoint of a run, for a lost device and for its file, and the newest one that was taken without an alarm. */
export class Checkpoints {
  latest: Checkpoint | undefined;
  good: Checkpoint | undefined;

  /** Remembers everything as after the step that has just ended. */
  async keep({ model, state, average }: SelfPlay, isWell: boolean): Promise<void> {
    this.latest = {
      weights: await model.getWeights(),
      optimizer: await model.getOptimizer(),
      average: average.weights?.slice(),
      snapshot: state.snapshot(),
    };
    if (isWell) this.good = this.latest;
  }
}

/** Takes model, optimiser, buffers and frontiers of a run back to a checkpoint. Steps, tokens and seconds go on counting. */
export async function goBackTo({ model, state, average }: SelfPlay, checkpoint: Checkpoint): Promise<void> {
  await model.setWeights(checkpoint.weights);
  average.weights = checkpoint.average?.slice();
  await model.setOptimizer(checkpoint.optimizer);
  state.goBack(checkpoint.snapshot);
}
