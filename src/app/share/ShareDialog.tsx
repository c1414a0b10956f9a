/** Fills the box that the shell gives it. */
export function ShareDialog() {
  return <p className="muted">Nothing here yet.</p>;
}
