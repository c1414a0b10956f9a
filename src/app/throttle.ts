/** Calls `act` at once and then at most once every `pace()` milliseconds; the last call of a burst is never lost. */
export function throttle(act: () => void, pace: () => number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const rest = () => {
    timer = undefined;
    if (!again) return;
    again = false;
    run();
  };
  const run = () => {
    act();
    timer = setTimeout(rest, pace());
  };
  return () => {
    if (timer === undefined) run();
    else again = true;
  };
}
