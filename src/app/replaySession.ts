import { type AzrunFile, readAzrun } from '../core/runlog/azrun/readAzrun.ts';
import type { RunEvent } from '../core/runlog/events.ts';
import { Player } from '../core/runlog/player.ts';
import { type NamedRun, newRunState, type ReplayStatus, useStore } from './store.ts';

/** Replays: the recorded run that plays for every new visitor, and files that a person opens. */

const FIRST_RUN = './runs/first.azrun';
/** Seconds that one frame may play at most, so that a tab that slept does not leap. */
const LONGEST_FRAME = 0.25;

const { getState: get, setState: set } = useStore;

let player: Player | undefined;
/** The recording, also while the live run is on display. */
let recording: NamedRun | undefined;
let frame = 0;

/** Fetches and plays the recorded run that ships with the page. Without it everything else works; a sentence says so. */
export async function playFirstRun(): Promise<void> {
  try {
    const response = await fetch(FIRST_RUN);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const { file, problems } = readAzrun(new Uint8Array(await response.arrayBuffer()));
    if (!file?.events.some((event) => event.kind === 'step')) throw new Error(problems[0] ?? 'it holds no step');
    for (const problem of problems) get().say('warning', `The recorded run is damaged. ${problem}`);
    // Whoever was quicker than the network has begun something else by now.
    if (get().live.state === 'none' && !recording)
      begin('Recorded run', file.events, { loop: true, moves: !prefersStill() });
  } catch (error) {
    if (!recording) setReplay({ state: 'missing' });
    const reason = error instanceof Error ? ` (${error.message})` : '';
    get().say('info', `The recorded run that plays first could not be loaded${reason}. Train live works without it.`);
  }
}

/**
 * Opens an .azrun file: it goes on display and plays, and can be laid over other runs. What is wrong with it is said.
 * Returns what it holds, or undefined when that is no run.
 */
export function openRun(bytes: Uint8Array, name: string): AzrunFile | undefined {
  const { file, problems } = readAzrun(bytes);
  for (const problem of problems) get().say(file ? 'warning' : 'error', `${name}: ${problem}`);
  if (!file) return undefined;
  begin(name, file.events, { loop: false, moves: !prefersStill() });
  return file;
}

export function playReplay(): void {
  if (!player) return;
  player.play();
  report();
  cancelAnimationFrame(frame);
  let before = performance.now();
  const run = (now: number) => {
    player?.advance(Math.min(LONGEST_FRAME, (now - before) / 1000));
    before = now;
    report();
    if (player?.playing) frame = requestAnimationFrame(run);
  };
  frame = requestAnimationFrame(run);
}

export function holdReplay(): void {
  cancelAnimationFrame(frame);
  player?.pause();
  report();
}

export function setReplaySpeed(speed: number): void {
  if (player) player.speed = speed;
  setReplay({ speed });
}

/** Goes to the end of a step. */
export function seekReplay(step: number): void {
  player?.seek(step);
  report();
}

/** One step on or back, counted from the last one that is finished. */
export function stepReplay(by: 1 | -1): void {
  if (player) seekReplay(Math.max(0, Math.min(player.lastStep, player.step + by)));
}

/** Puts the recording on display. */
export function showRecording(): void {
  if (recording && get().run !== recording) display();
}

function prefersStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** @param moves whether it plays; else it stands at its end, where all of it can be seen. */
function begin(name: string, events: readonly RunEvent[], { loop, moves }: { loop: boolean; moves: boolean }): void {
  cancelAnimationFrame(frame);
  player = new Player(events, {
    newState: newRunState,
    onState: (state) => {
      if (!recording) return;
      const shown = get().run === recording;
      recording = { ...recording, state };
      if (shown) set({ run: recording });
    },
    loop,
  });
  player.speed = get().replay.speed;
  recording = { name, kind: 'recording', state: player.state };
  setReplay({ lastStep: player.lastStep });
  display();
  if (moves) playReplay();
  else seekReplay(player.lastStep);
  offerAsOverlay(name, events);
}

/** A run laid over another one is there from its first step to its last, wherever the replay stands. */
function offerAsOverlay(name: string, events: readonly RunEvent[]): void {
  setTimeout(() => {
    const state = newRunState();
    for (const event of events) state.append(event);
    set(({ otherRuns }) => ({ otherRuns: [{ name, kind: 'recording', state }, ...otherRuns] }));
  }, 2000);
}

function display(): void {
  set({ run: recording, selectedTask: undefined, selectedRollout: undefined });
}

function report(): void {
  if (!player) return;
  const { playing, ended, step, lastStep } = player;
  setReplay({ state: playing ? 'playing' : ended || step >= lastStep ? 'ended' : 'held', step: player.state.step });
}

/** Tells the store only what has changed: this is called once a frame. */
function setReplay(changes: Partial<ReplayStatus>): void {
  const { replay } = get();
  const next = { ...replay, ...changes };
  if (Object.keys(changes).some((key) => next[key as keyof ReplayStatus] !== replay[key as keyof ReplayStatus])) {
    set({ replay: next });
  }
}
