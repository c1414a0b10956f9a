/** What a chart can have along its horizontal axis. */
export const axes = ['step', 'tokens', 'seconds'] as const;
export type Axis = (typeof axes)[number];

/** Where a row stands on each axis. Tokens are sampled plus trained. */
export type Position = Record<Axis, number>;

/** One series as it stands: views into the store, valid until the next append. A row without a value is NaN. */
export interface SeriesView {
  mean: Float64Array;
  min: Float64Array;
  max: Float64Array;
}

/** A series without its gaps: copies, one entry for each row that has a value. */
export interface SeriesPoints extends SeriesView {
  x: Float64Array;
}

interface Column extends SeriesView {
  count: Float64Array;
}

const FIRST_CAPACITY = 256;

/**
 * All series of a run as one table of typed arrays: a row is a bucket of `bucketRows` consecutive steps, a column a series.
 * When the table is full, neighbouring buckets merge and `bucketRows` doubles, so memory is bounded and an append costs O(series)
 * amortised; mean, least and greatest value of a bucket stay exact. All series share the rows, so they can be drawn on one x.
 */
export class SeriesStore {
  private readonly columns = new Map<string, Column>();
  private readonly positions: Record<Axis, Float64Array>;
  private capacity: number;
  private rowsInLast = 0;
  /** Rows (buckets) in use. */
  length = 0;
  /** Appended rows that one bucket holds. */
  bucketRows = 1;

  /** @param maxBuckets an even number: the most rows that are kept. */
  constructor(private readonly maxBuckets = 4096) {
    if (maxBuckets < 2 || maxBuckets % 2) throw new RangeError('SeriesStore needs an even number of buckets.');
    this.capacity = Math.min(FIRST_CAPACITY, maxBuckets);
    this.positions = {
      step: new Float64Array(this.capacity),
      tokens: new Float64Array(this.capacity),
      seconds: new Float64Array(this.capacity),
    };
  }

  /** Names of all series seen so far, in the order in which they appeared. */
  names(): string[] {
    return [...this.columns.keys()];
  }

  has(name: string): boolean {
    return this.columns.has(name);
  }

  /** Adds a row. Values that are not finite are left out. Returns false, and adds nothing, when the step does not advance. */
  append(position: Position, values: Record<string, number>): boolean {
    if (!Number.isFinite(position.step)) return false;
    if (this.length > 0 && position.step <= this.positions.step[this.length - 1]) return false;
    if (this.length === 0 || this.rowsInLast === this.bucketRows) this.openBucket();
    const row = this.length - 1;
    this.rowsInLast++;
    for (const axis of axes) this.positions[axis][row] = position[axis];
    for (const [name, value] of Object.entries(values)) {
      if (Number.isFinite(value)) addValue(this.column(name), row, value);
    }
    return true;
  }

  /** Position of each row on an axis: that of the last step in the bucket. A view, valid until the next append. */
  x(axis: Axis): Float64Array {
    return this.positions[axis].subarray(0, this.length);
  }

  /** A series, aligned with `x`; all NaN when there is no such series. */
  view(name: string): SeriesView {
    const column = this.columns.get(name) ?? emptyColumn(this.length);
    const end = this.length;
    return { mean: column.mean.subarray(0, end), min: column.min.subarray(0, end), max: column.max.subarray(0, end) };
  }

  /** A series without the rows that have no value. */
  points(name: string, axis: Axis): SeriesPoints {
    const { mean, min, max } = this.view(name);
    const x = this.x(axis);
    const present = (_: number, row: number) => !Number.isNaN(mean[row]);
    return { x: x.filter(present), mean: mean.filter(present), min: min.filter(present), max: max.filter(present) };
  }

  /** The newest value of a series (the mean of its last bucket), or undefined. */
  last(name: string): number | undefined {
    const column = this.columns.get(name);
    if (!column) return undefined;
    for (let row = this.length - 1; row >= 0; row--) if (column.count[row] > 0) return column.mean[row];
    return undefined;
  }

  /** Sum of all values of a series over the run; 0 when there is none. */
  total(name: string): number {
    const column = this.columns.get(name);
    let sum = 0;
    for (let row = 0; column && row < this.length; row++) {
      if (column.count[row] > 0) sum += column.mean[row] * column.count[row];
    }
    return sum;
  }

  /**
   * Where a step stands on an axis: the position of the newest row that is not past it, 0 before the first row. Events of a step
   * that has no row (an evaluation of the base model) are placed with it.
   */
  positionOf(step: number, axis: Axis): number {
    if (axis === 'step') return step;
    const steps = this.x('step');
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (steps[middle] <= step) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : this.positions[axis][low - 1];
  }

  private openBucket(): void {
    if (this.length === this.maxBuckets) this.mergeNeighbours();
    if (this.length === this.capacity) this.grow();
    this.length++;
    this.rowsInLast = 0;
  }

  private mergeNeighbours(): void {
    const half = this.length / 2;
    for (let row = 0; row < half; row++) {
      for (const axis of axes) this.positions[axis][row] = this.positions[axis][2 * row + 1];
    }
    for (const column of this.columns.values()) mergeColumn(column, half);
    this.length = half;
    this.bucketRows *= 2;
  }

  private grow(): void {
    this.capacity = Math.min(this.capacity * 2, this.maxBuckets);
    for (const axis of axes) this.positions[axis] = enlarged(this.positions[axis], this.capacity, 0);
    for (const column of this.columns.values()) {
      for (const key of ['mean', 'min', 'max'] as const) column[key] = enlarged(column[key], this.capacity, Number.NaN);
      column.count = enlarged(column.count, this.capacity, 0);
    }
  }

  private column(name: string): Column {
    let column = this.columns.get(name);
    if (!column) this.columns.set(name, (column = emptyColumn(this.capacity)));
    return column;
  }
}

function emptyColumn(length: number): Column {
  const gaps = () => new Float64Array(length).fill(Number.NaN);
  return { mean: gaps(), min: gaps(), max: gaps(), count: new Float64Array(length) };
}

function addValue(column: Column, row: number, value: number): void {
  const count = ++column.count[row];
  if (count === 1) {
    column.mean[row] = column.min[row] = column.max[row] = value;
    return;
  }
  column.mean[row] += (value - column.mean[row]) / count;
  if (value < column.min[row]) column.min[row] = value;
  if (value > column.max[row]) column.max[row] = value;
}

/** Merges rows 2i and 2i + 1 into row i for i < half and clears the rest. */
function mergeColumn(column: Column, half: number): void {
  for (let row = 0; row < half; row++) {
    const a = 2 * row;
    const b = a + 1;
    const count = column.count[a] + column.count[b];
    const only = column.count[a] === 0 ? b : a;
    const both = column.count[a] > 0 && column.count[b] > 0;
    column.mean[row] = both
      ? (column.mean[a] * column.count[a] + column.mean[b] * column.count[b]) / count
      : column.mean[only];
    column.min[row] = both ? Math.min(column.min[a], column.min[b]) : column.min[only];
    column.max[row] = both ? Math.max(column.max[a], column.max[b]) : column.max[only];
    column.count[row] = count;
  }
  for (const key of ['mean', 'min', 'max'] as const) column[key].fill(Number.NaN, half);
  column.count.fill(0, half);
}

function enlarged(values: Float64Array, capacity: number, fill: number): Float64Array<ArrayBuffer> {
  const result = new Float64Array(capacity).fill(fill, values.length);
  result.set(values);
  return result;
}
