/** Where things lie in a frontier map, in pixels. Rows are counted from the bottom. */
export interface FrontierLayout {
  width: number;
  height: number;
  rowHeight: number;
  columnWidth: number;
  /** Top edge of a row. */
  top: (row: number) => number;
  /** Height of a boundary: `rows` rows lie below it; fractions lie within a row. */
  level: (rows: number) => number;
  /** Middle of the gap that separates what warm-up has seen from what it has not. */
  warmupLine: number;
  /** The column and row at a point, undefined outside the cells. */
  cellAt: (x: number, y: number) => { column: number; row: number } | undefined;
}

/** Free space between the rows that warm-up has seen and the rest: room for the line and its label. */
const SEAM = 16;
/** Space between cells. */
export const GUTTER = 1;

export function frontierLayout(options: {
  width: number;
  height: number;
  rows: number;
  columns: number;
  /** Rows that lie below the line: depths that warm-up has seen. */
  warmupRows: number;
}): FrontierLayout {
  const { width, height, rows, columns } = options;
  const warmupRows = Math.min(options.warmupRows, rows);
  const rowHeight = Math.max(1, (height - SEAM) / Math.max(1, rows));
  const columnWidth = width / Math.max(1, columns);
  const level = (boundary: number) => height - boundary * rowHeight - (boundary > warmupRows ? SEAM : 0);
  const top = (row: number) => level(row + 1);
  return {
    width,
    height,
    rowHeight,
    columnWidth,
    top,
    level: (boundary) => (boundary === warmupRows ? level(boundary) - SEAM / 2 : level(boundary)),
    warmupLine: level(warmupRows) - SEAM / 2,
    cellAt: (x, y) => {
      const column = Math.floor(x / columnWidth);
      if (column < 0 || column >= columns) return undefined;
      for (let row = 0; row < rows; row++) {
        if (y >= top(row) && y < top(row) + rowHeight) return { column, row };
      }
      return undefined;
    },
  };
}
