/** Fills the box that the shell gives it. */
export function RewardsPanel() {
  return <p className="muted">Nothing here yet.</p>;
}
