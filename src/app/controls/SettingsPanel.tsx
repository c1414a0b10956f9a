/** Fills the box that the shell gives it. */
export function SettingsPanel() {
  return <p className="muted">Nothing here yet.</p>;
}
