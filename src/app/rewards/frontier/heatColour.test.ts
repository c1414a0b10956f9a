import { describe, expect, it } from 'vitest';
import { heatColour, inkOn, type Oklch, rampColour, ramps } from './heatColour.ts';

/** OKLCH to linear sRGB: https://bottosson.github.io/posts/oklab/ */
function linearRgb([L, C, hue]: Oklch): number[] {
  const a = C * Math.cos((hue * Math.PI) / 180);
  const b = C * Math.sin((hue * Math.PI) / 180);
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function luminance(colour: Oklch): number {
  const [r, g, b] = linearRgb(colour).map((channel) => Math.min(1, Math.max(0, channel)));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Oklch, b: Oklch): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const values = Array.from({ length: 101 }, (_, index) => index / 100);

describe.each(['light', 'dark'] as const)('%s ramp', (theme) => {
  const colours = values.map((value) => rampColour(ramps[theme], value));

  it('has lightness linear in the value, the order that every reader sees', () => {
    const steps = colours.slice(1).map((colour, index) => colour[0] - colours[index][0]);
    for (const step of steps) expect(step).toBeCloseTo(steps[0], 10);
  });

  it('lies within what a screen can show', () => {
    for (const colour of colours) {
      for (const channel of linearRgb(colour)) {
        expect(channel).toBeGreaterThan(-0.002);
        expect(channel).toBeLessThan(1.002);
      }
    }
  });

  it('carries text that can be read', () => {
    for (const colour of colours) expect(contrast(colour, inkOn(colour))).toBeGreaterThanOrEqual(4.5);
  });
});

it('gives both themes in one CSS value', () => {
  expect(heatColour(0)).toBe('light-dark(oklch(0.955 0.020 95.0), oklch(0.280 0.035 275.0))');
});
