import type { OptimizerState } from '../nn/languageModel.ts';
import { parameterCount } from '../nn/modelShape.ts';
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

/** Models up to this many parameters are kept after every step: that takes milliseconds. */
const SMALL = 1_000_000;
/** Of a larger one, hundreds of megabytes are read back: keeping takes no more than about this share of the time. */
const SHARE = 0.02;

/** The newest checkpoint of a run, for a lost device and for its file, and the newest one that was taken without an alarm. */
export class Checkpoints {
  latest: Checkpoint | undefined;
  good: Checkpoint | undefined;
  private ended = 0;
  private took = 0;

  /** Keeps what a step has left: always of a small model, and of a large one as often as it costs little. */
  async keepIfDue(selfPlay: SelfPlay, isWell: boolean): Promise<void> {
    const isSmall = parameterCount(selfPlay.model.shape) <= SMALL;
    if (isSmall || performance.now() - this.ended >= this.took / SHARE) await this.keep(selfPlay, isWell);
  }

  /** As after the step that has just ended, taken now where it was not then. */
  async current(selfPlay: SelfPlay, isWell: boolean): Promise<{ latest: Checkpoint; good?: Checkpoint }> {
    if (this.latest?.snapshot.step !== selfPlay.state.step) await this.keep(selfPlay, isWell);
    return { latest: this.latest as Checkpoint, good: this.good };
  }

  /** Remembers everything as after the step that has just ended. */
  async keep({ model, state, average }: SelfPlay, isWell: boolean): Promise<void> {
    const began = performance.now();
    this.latest = {
      weights: await model.getWeights(),
      optimizer: await model.getOptimizer(),
      average: average.weights?.slice(),
      snapshot: state.snapshot(),
    };
    if (isWell) this.good = this.latest;
    this.ended = performance.now();
    this.took = this.ended - began;
  }
}

/** Puts a run that was prepared with the checkpoint's weights where the checkpoint was taken. */
export async function goOnFrom({ model, state, average }: SelfPlay, checkpoint: Checkpoint): Promise<void> {
  state.restore(checkpoint.snapshot);
  await model.setOptimizer(checkpoint.optimizer);
  average.weights = checkpoint.average?.slice();
}

/** Takes model, optimiser, buffers and frontiers of a run back to a checkpoint. Steps, tokens and seconds go on counting. */
export async function goBackTo({ model, state, average }: SelfPlay, checkpoint: Checkpoint): Promise<void> {
  await model.setWeights(checkpoint.weights);
  average.weights = checkpoint.average?.slice();
  await model.setOptimizer(checkpoint.optimizer);
  state.goBack(checkpoint.snapshot);
}
