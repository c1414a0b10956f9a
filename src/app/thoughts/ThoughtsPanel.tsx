/** Fills the box that the shell gives it. */
export function ThoughtsPanel() {
  return <p className="muted">Nothing here yet.</p>;
}
