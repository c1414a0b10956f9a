import { useStore } from '../store.ts';

/** Chooses the run that is laid over the curves: the run before, or an opened file. Not there when there is only one run. */
export function OverlayChoice({ className }: { className: string }) {
  const overlay = useStore((store) => store.overlay);
  const others = useStore((store) => store.otherRuns);
  const shown = useStore((store) => store.run);
  const setOverlay = useStore((store) => store.setOverlay);
  const runs = others.includes(overlay ?? shown) || !overlay ? others : [overlay, ...others];
  const choices = runs.filter((run) => run.state !== shown.state);
  if (choices.length === 0) return null;
  return (
    <select
      className={`field ${className}`}
      aria-label="Run laid over the curves"
      value={overlay ? choices.indexOf(overlay) : -1}
      onChange={(event) => setOverlay(choices[Number(event.target.value)])}
    >
      <option value={-1}>Lay over: nothing</option>
      {choices.map((run, index) => (
        <option key={run.name} value={index}>
          Lay over: {run.name}
        </option>
      ))}
    </select>
  );
}
