/** A colour in OKLCH: lightness 0 to 1, chroma, hue in degrees. */
export type Oklch = readonly [lightness: number, chroma: number, hue: number];

interface Ramp {
  from: Oklch;
  to: Oklch;
}

/**
 * Two sequential ramps with lightness linear in the value, so that equal differences look equal and the order survives any kind of
 * colour blindness. In both themes 0 lies near the surface and 1 stands out: pale sand to deep indigo, and slate to bright yellow.
 */
export const ramps = {
  light: { from: [0.955, 0.02, 95], to: [0.33, 0.125, 280] },
  dark: { from: [0.28, 0.035, 275], to: [0.93, 0.14, 102] },
} as const satisfies Record<string, Ramp>;

/** The colour of a value from 0 to 1. */
export function rampColour(ramp: Ramp, value: number): Oklch {
  const [lightness, chroma, hue] = [0, 1, 2].map((part) => ramp.from[part] + (ramp.to[part] - ramp.from[part]) * value);
  return [lightness, chroma, hue];
}

const css = ([lightness, chroma, hue]: Oklch) =>
  `oklch(${lightness.toFixed(3)} ${chroma.toFixed(3)} ${hue.toFixed(1)})`;

/** CSS colour of an accuracy from 0 to 1, in both themes at once. */
export function heatColour(accuracy: number): string {
  return `light-dark(${css(rampColour(ramps.light, accuracy))}, ${css(rampColour(ramps.dark, accuracy))})`;
}

const INK_DARK: Oklch = [0, 0, 0];
const INK_LIGHT: Oklch = [1, 0, 0];

/** Dark or light text, whichever can be read on that lightness. */
export function inkOn([lightness]: Oklch): Oklch {
  return lightness > 0.556 ? INK_DARK : INK_LIGHT;
}

/** CSS colour of text on a cell. */
export function heatInk(accuracy: number): string {
  const inks = [ramps.light, ramps.dark].map((ramp) => css(inkOn(rampColour(ramp, accuracy))));
  return `light-dark(${inks.join(', ')})`;
}
