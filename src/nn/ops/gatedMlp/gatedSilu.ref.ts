/** silu(gate) · up for gateUp [N, 2M] = [gate, up]; result [N, M]. */
export function gatedSilu(gateUp: Float64Array, hidden: number): Float64Array {
  const y = new Float64Array(gateUp.length / 2);
  for (let n = 0; n < gateUp.length / (2 * hidden); n++) {
    for (let m = 0; m < hidden; m++) {
      const gate = gateUp[n * 2 * hidden + m];
      y[n * hidden + m] = (gate / (1 + Math.exp(-gate))) * gateUp[n * 2 * hidden + hidden + m];
    }
  }
  return y;
}

/** Gradient [N, 2M] of `gatedSilu`. */
export function gatedSiluBackward(dy: Float64Array, gateUp: Float64Array, hidden: number): Float64Array {
  const dgateUp = new Float64Array(gateUp.length);
  for (let n = 0; n < gateUp.length / (2 * hidden); n++) {
    for (let m = 0; m < hidden; m++) {
      const at = n * 2 * hidden + m;
      const [gate, up, g] = [gateUp[at], gateUp[at + hidden], dy[n * hidden + m]];
      const sigmoid = 1 / (1 + Math.exp(-gate));
      dgateUp[at] = g * up * sigmoid * (1 + gate * (1 - sigmoid));
      dgateUp[at + hidden] = g * gate * sigmoid;
    }
  }
  return dgateUp;
}
