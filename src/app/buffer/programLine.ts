/** A program on one line, its line breaks as ↵, for lists. */
export function programLine(program: string): string {
  return program
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ↵ ');
}
