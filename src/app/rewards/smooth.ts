/**
 * Exponential moving average over about `span` units of x, corrected for its start: a value's weight falls by e every `span`, by
 * distance in x, so that merged or missing points do not change the line's shape. `span` 0 gives the values back.
 *
 * @param x rising positions
 * @param values one value a position, no gaps
 */
export function smooth(x: Float64Array, values: Float64Array, span: number): Float64Array {
  if (!(span > 0)) return values;
  const result = new Float64Array(values.length);
  let sum = 0;
  let weight = 0;
  for (let i = 0; i < values.length; i++) {
    const decay = i === 0 ? 0 : Math.exp(-(x[i] - x[i - 1]) / span);
    sum = sum * decay + values[i];
    weight = weight * decay + 1;
    result[i] = sum / weight;
  }
  return result;
}

const ladder = [1, 2, 5];

/** A span that suits a run of this many steps: about a fortieth of it, on the ladder 1, 2, 5, 10, 20, … so that it changes rarely. */
export function spanFor(steps: number): number {
  let span = 0;
  for (let power = 1; power * 40 <= Math.max(steps, 0); power *= 10) {
    for (const rung of ladder) if (rung * power * 40 <= steps) span = rung * power;
  }
  return span;
}
