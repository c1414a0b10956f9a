/** Fills the box that the shell gives it. */
export function BufferPanel() {
  return <p className="muted">Nothing here yet.</p>;
}
