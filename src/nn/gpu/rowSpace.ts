/** Which rows of a buffer are free. */
export class RowSpace {
  /** Free ranges in order, none of which touch. */
  private free: { from: number; length: number }[];

  constructor(rows: number) {
    this.free = [{ from: 0, length: rows }];
  }

  /** The first of so many rows where they are first free together, or null. */
  take(length: number): number | null {
    const range = this.free.find((each) => each.length >= length);
    if (!range) return null;
    const { from } = range;
    range.from += length;
    range.length -= length;
    if (range.length === 0) this.free.splice(this.free.indexOf(range), 1);
    return from;
  }

  give(from: number, length: number): void {
    const ranges = [...this.free, { from, length }].sort((a, b) => a.from - b.from);
    this.free = [];
    for (const range of ranges) {
      const last = this.free.at(-1);
      if (last && last.from + last.length === range.from) last.length += range.length;
      else this.free.push(range);
    }
  }
}
