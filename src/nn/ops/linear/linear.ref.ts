/** y[N, out] = x[N, in] · Wᵀ for W [out, in], row-major; N is the number of packed tokens. */
export function linear(x: Float64Array, w: Float64Array, inputs: number): Float64Array {
  const rows = x.length / inputs;
  const outputs = w.length / inputs;
  const y = new Float64Array(rows * outputs);
  for (let n = 0; n < rows; n++) {
    for (let o = 0; o < outputs; o++) {
      let sum = 0;
      for (let i = 0; i < inputs; i++) sum += x[n * inputs + i] * w[o * inputs + i];
      y[n * outputs + o] = sum;
    }
  }
  return y;
}

/** Adds dyᵀ · x to `dw` and returns dx = dy · W. */
export function linearBackward(
  dy: Float64Array,
  x: Float64Array,
  w: Float64Array,
  inputs: number,
  dw: Float64Array,
): Float64Array {
  const rows = x.length / inputs;
  const outputs = w.length / inputs;
  const dx = new Float64Array(x.length);
  for (let n = 0; n < rows; n++) {
    for (let o = 0; o < outputs; o++) {
      const g = dy[n * outputs + o];
      for (let i = 0; i < inputs; i++) {
        dx[n * inputs + i] += g * w[o * inputs + i];
        dw[o * inputs + i] += g * x[n * inputs + i];
      }
    }
  }
  return dx;
}
