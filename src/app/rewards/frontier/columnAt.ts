/**
 * Where a value lies among columns that stand for rising positions, as a fractional column number: 2.5 is halfway between the middles
 * of columns 2 and 3. Beyond the last column it goes on in the columns' mean spacing, so that another run with other evaluations can
 * be drawn on them.
 */
export function columnAt(positions: readonly number[], value: number): number {
  const last = positions.length - 1;
  if (last < 0) return 0;
  if (value <= positions[0]) return 0;
  if (value >= positions[last]) {
    const spacing = last > 0 ? (positions[last] - positions[0]) / last : positions[0];
    return spacing > 0 ? last + (value - positions[last]) / spacing : last;
  }
  const next = positions.findIndex((position) => position > value);
  const [from, to] = [positions[next - 1], positions[next]];
  return next - 1 + (value - from) / (to - from);
}
