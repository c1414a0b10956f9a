import { expect, it } from 'vitest';
import { frontierLayout } from './frontierLayout.ts';

const layout = frontierLayout({ width: 100, height: 96, rows: 4, columns: 10, warmupRows: 2 });

it('draws depth 1 at the bottom, with a seam above the rows that warm-up has seen', () => {
  expect(layout.rowHeight).toBe(20);
  expect([0, 1, 2, 3].map(layout.top)).toEqual([76, 56, 20, 0]);
  expect(layout.warmupLine).toBe(48);
});

it('places a boundary between rows, in the middle of the seam when it is there', () => {
  expect([0, 0.5, 1, 2, 2.5, 4].map(layout.level)).toEqual([96, 86, 76, 48, 30, 0]);
});

it('finds the cell under a point, and none in the seam or outside', () => {
  expect(layout.cellAt(0, 95)).toEqual({ column: 0, row: 0 });
  expect(layout.cellAt(99, 1)).toEqual({ column: 9, row: 3 });
  expect(layout.cellAt(50, 48)).toBeUndefined();
  expect(layout.cellAt(-1, 10)).toBeUndefined();
  expect(layout.cellAt(100, 10)).toBeUndefined();
});

it('keeps the line at an edge when warm-up has seen nothing, or everything', () => {
  expect(frontierLayout({ width: 10, height: 36, rows: 2, columns: 1, warmupRows: 0 }).warmupLine).toBe(28);
  expect(frontierLayout({ width: 10, height: 36, rows: 2, columns: 1, warmupRows: 9 }).warmupLine).toBe(8);
});
