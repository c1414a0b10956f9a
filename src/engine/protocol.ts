import type { BaseModel } from '../core/config/baseModel.ts';
import type { Config } from '../core/config/schema.ts';
import type { RunEvent } from '../core/runlog/events.ts';
import type { TaskType } from '../core/tasks/taskType.ts';
import type { Chain, FalseStepTest } from './falseSteps.ts';

/**
 * The one message union between the page and the trainer worker. Both sides switch on `kind` to `satisfies never`.
 * Every message carries the run it belongs to; stale ones are dropped.
 */

/** Page → worker. */
export type Command =
  /** Begin a run; `paused` begins it without taking a step. `resume` is an .azrun file with weights to go on from. */
  | {
      kind: 'start';
      run: string;
      preset: string;
      config: Config;
      base: BaseModel;
      paused: boolean;
      resume?: Uint8Array;
    }
  | { kind: 'pause'; run: string }
  /** Go on until paused. */
  | { kind: 'continue'; run: string }
  /** Take one step and pause. */
  | { kind: 'oneStep'; run: string }
  /** Back to the newest checkpoint without an alarm, at the next step boundary; the log tells of it. */
  | { kind: 'goBack'; run: string }
  /** Settings marked 'now' change at the next step boundary. */
  | { kind: 'configure'; run: string; changes: Partial<Config> }
  /** Ask for the run as an .azrun file, with weights. */
  | { kind: 'save'; run: string; request: number }
  /** Ask for the model alone, as a checkpoint for Hugging Face transformers. */
  | { kind: 'export'; run: string; request: number }
  /** Lab: n attempts of the current model at a task (between steps, or at once when paused). */
  | {
      kind: 'attempt';
      run: string;
      request: number;
      type: TaskType;
      program: string;
      inputs: string[];
      message?: string;
      attempts: number;
    }
  /** Plant a false step in a finished chain of thought and let the current model go on from it. */
  | { kind: 'plant'; run: string; request: number; chain: Chain }
  /** A batch of events was read; the run does not get further ahead of the page than a few. */
  | { kind: 'seen'; run: string }
  | { kind: 'stop'; run: string };

export type TrainerState = 'preparing' | 'warmup' | 'running' | 'paused' | 'ended' | 'failed';

/** A run as it was after a finished step: an .azrun file, with weights. */
export interface KeptRun {
  file: Uint8Array;
  step: number;
}

/** Worker → page. */
export type Report =
  | {
      kind: 'device';
      run: string;
      backend: 'webgpu' | 'wasm' | 'cpu';
      engine: 'plain' | 'fused';
      adapter: string;
      sentences: string[];
    }
  | { kind: 'state'; run: string; state: TrainerState; sentence: string }
  /** Log events in order, batched. */
  | { kind: 'events'; run: string; events: RunEvent[] }
  | ({ kind: 'saved'; run: string; request: number } & KeptRun)
  /** The files of a checkpoint in a zip, and in words which of the run's weights they hold. */
  | { kind: 'exported'; run: string; request: number; zip: Uint8Array; weights: string }
  /** End of a Lab attempt: solve rate and the learnability reward that a proposer would have earned. Its rollouts come as events with purpose 'lab'. */
  | {
      kind: 'attempted';
      run: string;
      request: number;
      rollouts: string[];
      successes: number;
      reward: number;
      refused?: string;
    }
  /** The causal test that was asked for; `test` is absent where the chain has no step to falsify. `step`: the model's. */
  | { kind: 'planted'; run: string; request: number; step: number; test?: FalseStepTest }
  /** What was asked for went wrong, and why; the run itself may go on. */
  | { kind: 'refused'; run: string; request: number; sentence: string }
  /**
   * The run cannot go on here; the sentence says what happened and what to do. `lost`: the worker or its device is gone, and a new worker may go
   * on; `kept` is there where there was a checkpoint and somebody was left to hand it over.
   */
  | { kind: 'failed'; run: string; sentence: string; lost?: true; kept?: KeptRun };
