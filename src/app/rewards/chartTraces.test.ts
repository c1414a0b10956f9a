import { describe, expect, it } from 'vitest';
import { SeriesStore } from '../../core/runlog/seriesStore.ts';
import { alignTraces, type Curve, curveOf, curvesDrawing, stackedDrawing, unionOf } from './chartTraces.ts';

const floats = (...values: number[]) => new Float64Array(values);
const curve = (x: number[], mean: number[]): Curve => ({
  x: floats(...x),
  steps: floats(...x),
  mean: floats(...mean),
  min: floats(...mean),
  max: floats(...mean),
});
const plain = { span: 0, merged: false };
const one = (main: Curve, overlay?: Curve) => [{ label: 'reward', hue: '--ink', main, overlay }];

describe('a curve', () => {
  it('keeps the step of each point on another axis', () => {
    const store = new SeriesStore();
    store.append({ step: 1, tokens: 50, seconds: 1 }, { a: 1 });
    store.append({ step: 2, tokens: 70, seconds: 2 }, {});
    store.append({ step: 3, tokens: 90, seconds: 3 }, { a: 2 });
    const { x, steps, mean } = curveOf(store, 'a', 'tokens');
    expect([[...x], [...steps], [...mean]]).toEqual([
      [50, 90],
      [1, 3],
      [1, 2],
    ]);
  });

  it('is one line when nothing is smoothed, merged or laid over', () => {
    const { traces, bands, read } = curvesDrawing(one(curve([1, 2], [0, 1])), plain);
    expect(traces.map((trace) => trace.style)).toEqual(['line']);
    expect([bands, read]).toEqual([[], [0]]);
  });

  it('has its raw values behind it, its band when steps were merged, and the other run in dashes', () => {
    const laid = curve([5, 6], [1, 1]);
    const { traces, bands, read } = curvesDrawing(one(curve([1, 2], [0, 1]), laid), { span: 3, merged: true });
    expect(traces.map((trace) => trace.style)).toEqual(['edge', 'edge', 'faint', 'line', 'ghost']);
    expect(bands).toEqual([[0, 1]]);
    expect(read).toEqual([3, 4]);
  });
});

it('draws several curves, each with its band, and those of the other run in their own colours', () => {
  const pair = (hue: string) => ({ label: hue, hue, main: curve([1], [1]), overlay: curve([1], [2]) });
  const { traces, bands, read } = curvesDrawing([pair('--a'), pair('--b')], { span: 0, merged: true, marks: true });
  expect(bands).toEqual([
    [0, 1],
    [3, 4],
  ]);
  expect(read.map((index) => [traces[index].style, traces[index].hue])).toEqual([
    ['marks', '--a'],
    ['marks', '--b'],
    ['ghostMarks', '--a'],
    ['ghostMarks', '--b'],
  ]);
});

it('stacks parts, the first at the bottom and drawn last', () => {
  const parts = [
    { label: 'hard', hue: '--a', curve: curve([1, 2], [0.5, 0.25]) },
    { label: 'easy', hue: '--b', curve: curve([2], [0.25]) },
  ];
  const { traces } = stackedDrawing(parts, 0);
  expect(traces.map((trace) => [trace.label, [...trace.y]])).toEqual([
    ['easy', [0.5, 0.5]],
    ['hard', [0.5, 0.25]],
  ]);
});

it('puts traces of two runs on one x', () => {
  expect([...unionOf([floats(1, 3), floats(2, 3)])]).toEqual([1, 2, 3]);
  const { traces } = curvesDrawing(one(curve([1, 3], [10, 30]), curve([2, 3], [-2, -3])), plain);
  expect(alignTraces(traces)).toEqual([
    [1, 2, 3],
    [10, null, 30],
    [null, -2, -3],
  ]);
});

it('has nothing to draw before the first step', () => {
  expect(alignTraces([])).toEqual([[]]);
  expect(alignTraces(curvesDrawing(one(curve([], [])), plain).traces)).toEqual([[], []]);
});
