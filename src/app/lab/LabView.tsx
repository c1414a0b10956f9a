/** Fills the box that the shell gives it. */
export function LabView() {
  return <p className="muted">Nothing here yet.</p>;
}
