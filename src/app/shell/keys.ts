import { oneStep, pause, trainLive } from '../liveSession.ts';
import { holdReplay, playReplay, stepReplay } from '../replaySession.ts';
import { useStore, views } from '../store.ts';

/** What the keys do; the help lists exactly these. */
export const keys: readonly { keys: string[]; does: string; act?: () => void }[] = [
  {
    keys: ['Space'],
    does: 'Train live and Pause in turn; while a recording is on display, play and hold it',
    act: toggle,
  },
  { keys: ['.'], does: 'One step of the live run; of a recording, its next step', act: stepForward },
  { keys: [','], does: 'One step back in a recording', act: stepBack },
  { keys: ['1', '…', '7'], does: 'Overview, Tasks, Rewards, Thoughts, Lab, How to read this, Evidence' },
  { keys: ['?'], does: 'This list', act: () => useStore.getState().openDialog('keys') },
];

function toggle(): void {
  const { run, live, replay } = useStore.getState();
  if (run.kind === 'recording') {
    if (replay.state === 'playing') holdReplay();
    else if (replay.state === 'missing') trainLive();
    else playReplay();
  } else if (live.state === 'running' || live.state === 'warmup' || live.state === 'preparing') pause();
  else trainLive();
}

function stepForward(): void {
  const { run, replay } = useStore.getState();
  if (run.kind === 'live' || replay.state === 'missing') oneStep();
  else stepReplay(1);
}

function stepBack(): void {
  if (useStore.getState().run.kind === 'recording') stepReplay(-1);
}

/** Whether a key pressed there belongs to the thing it was pressed in. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (
    target.closest(
      'input:not([type=range], [type=radio], [type=checkbox]), textarea, select, [contenteditable], dialog, .monaco-editor',
    )
  )
    return true;
  return key === ' ' && target.closest('button, summary, a, input:not([type=range])') !== null;
}

/** Acts on a key pressed anywhere on the page, unless it was typed into something. */
export function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target, event.key)) return;
  const view = views[Number(event.key) - 1];
  if (view) useStore.getState().setView(view);
  else {
    const name = event.key === ' ' ? 'Space' : event.key;
    const found = keys.find((entry) => entry.keys.includes(name));
    if (!found?.act) return;
    found.act();
  }
  event.preventDefault();
}
