import type { RunEvent } from './events.ts';
import { type Cue, replayCues } from './replayCues.ts';
import { RunState } from './runState.ts';

export interface PlayerOptions {
  /** Makes the state that events go into; a new one after every jump back. */
  newState?: () => RunState;
  /** Told when a jump replaced the state. */
  onState?: (state: RunState) => void;
  /** Begins anew after the end. */
  loop?: boolean;
  /** How long a step lasts at speed 1, in seconds. Default: so that the run lasts about two minutes, within 0.5 to 4 seconds a step. */
  secondsPerStep?: number;
}

const AIMED_SECONDS = 120;
/** Pause between the end and the new beginning of a loop, in seconds. */
const LOOP_PAUSE = 3;

/**
 * Plays a saved log into a RunState with the same events as a live run. It has no clock of its own: call `advance` with the seconds that
 * passed, e.g. once an animation frame.
 */
export class Player {
  /** What the panels read. */
  state: RunState;
  speed = 1;
  loop: boolean;
  playing = false;
  /** Last finished step that was played; -1 before the first. */
  step = -1;
  readonly lastStep: number;
  readonly secondsPerStep: number;

  /** Saved events by step: each block ends with its StepMetrics, the last one may not. */
  private readonly blocks: RunEvent[][];
  /** The block being played. */
  private block = 0;
  private cues: Cue[] = [];
  private next = 0;
  /** Seconds until the next cue, at speed 1. */
  private wait = 0;
  private secondsPerPart = 0;
  private readonly newState: () => RunState;
  private readonly onState: (state: RunState) => void;

  /** @param events a saved log, e.g. of an .azrun file */
  constructor(events: readonly RunEvent[], options: PlayerOptions = {}) {
    this.newState = options.newState ?? (() => new RunState());
    this.onState = options.onState ?? (() => {});
    this.loop = options.loop ?? false;
    this.blocks = blocksOf(events);
    this.lastStep = events.findLast((event) => event.kind === 'step')?.step ?? 0;
    const steps = Math.max(1, this.blocks.length);
    this.secondsPerStep = options.secondsPerStep ?? Math.min(4, Math.max(0.5, AIMED_SECONDS / steps));
    this.state = this.newState();
    this.enterBlock(0);
  }

  /** Whether everything has been played. */
  get ended(): boolean {
    return this.block >= this.blocks.length;
  }

  play(): void {
    if (this.ended && this.blocks.length > 0) this.restart();
    this.playing = this.blocks.length > 0;
  }

  pause(): void {
    this.playing = false;
  }

  /** Goes to the end of a step: forward by reading on, back by reading anew. Playing or not stays as it is. */
  seek(step: number): void {
    if (step < this.step || (step === this.step && this.next > 0)) this.restart();
    while (!this.ended && this.step < step) this.skipBlock();
  }

  /** Plays what falls into the next `seconds`. */
  advance(seconds: number): void {
    if (!this.playing) return;
    this.wait -= seconds * this.speed;
    while (this.playing && this.wait <= 0) {
      if (this.ended) {
        if (!this.loop) this.playing = false;
        else this.restart();
        return;
      }
      this.playCue();
    }
  }

  private playCue(): void {
    const cue = this.cues[this.next++];
    this.append(cue.event);
    if (this.next === this.cues.length) {
      const left = this.wait;
      this.enterBlock(this.block + 1);
      this.wait += left;
    } else this.wait += this.cues[this.next].wait * this.secondsPerPart;
  }

  /** The rest of the block at once, without tokens coming one by one. */
  private skipBlock(): void {
    if (this.next > 0) for (const { event } of this.cues.slice(this.next)) this.append(event);
    else for (const event of this.blocks[this.block]) this.append(event);
    this.enterBlock(this.block + 1);
  }

  private append(event: RunEvent): void {
    this.state.append(event);
    if (event.kind === 'step') this.step = event.step;
  }

  private enterBlock(block: number): void {
    this.block = block;
    this.next = 0;
    this.cues = this.ended ? [] : replayCues(this.blocks[block]);
    const parts = this.cues.reduce((sum, { wait }) => sum + wait, 0);
    this.secondsPerPart = parts > 0 ? this.secondsPerStep / parts : 0;
    this.wait = this.ended ? LOOP_PAUSE : this.cues[0].wait * this.secondsPerPart;
  }

  private restart(): void {
    this.state = this.newState();
    this.step = -1;
    this.enterBlock(0);
    this.onState(this.state);
  }
}

function blocksOf(events: readonly RunEvent[]): RunEvent[][] {
  const blocks: RunEvent[][] = [];
  let block: RunEvent[] = [];
  for (const event of events) {
    block.push(event);
    if (event.kind !== 'step') continue;
    blocks.push(block);
    block = [];
  }
  if (block.length > 0) blocks.push(block);
  return blocks;
}
