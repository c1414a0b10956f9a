/** The items reordered so that any first part of them is spread evenly: by their index with its bits reversed. */
export function spread<T>(items: readonly T[]): T[] {
  const bits = Math.max(1, Math.ceil(Math.log2(Math.max(2, items.length))));
  const reversed = (index: number) => {
    let result = 0;
    for (let bit = 0; bit < bits; bit++) if (index & (1 << bit)) result |= 1 << (bits - 1 - bit);
    return result;
  };
  return items
    .map((item, index) => ({ item, at: reversed(index) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** The items turn by turn from each group, each group spread. */
export function turnByTurn<T>(items: readonly T[], groupOf: (item: T) => string): T[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(groupOf(item));
    if (group) group.push(item);
    else groups.set(groupOf(item), [item]);
  }
  return [...groups.values()]
    .flatMap((group) => spread(group).map((item, turn) => ({ item, turn })))
    .sort((a, b) => a.turn - b.turn)
    .map(({ item }) => item);
}
