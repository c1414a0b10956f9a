const MOST_POINTS = 200;

/** An SVG path of the values over a box of `width` × `height`, least value at the bottom; empty for fewer than two values. */
export function sparkline(values: ArrayLike<number>, width: number, height: number): string {
  const { length } = values;
  if (length < 2) return '';
  const stride = Math.max(1, Math.ceil(length / MOST_POINTS));
  const shown: number[] = [];
  for (let i = 0; i < length; i += stride) shown.push(values[i]);
  const least = Math.min(...shown);
  const span = Math.max(...shown) - least || 1;
  const pad = 1;
  return shown
    .map((value, i) => {
      const x = (i / (shown.length - 1)) * width;
      const y = pad + (height - 2 * pad) * (1 - (value - least) / span);
      return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
