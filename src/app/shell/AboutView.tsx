export function AboutView() {
  return <p>How to read this.</p>;
}
