import type { Size } from '../style/useSize.ts';

export interface OverviewSizes {
  /** Frontier and curves side by side. */
  wide: boolean;
  /** Short of room: sentences and tables stay in the larger view. */
  compact: boolean;
  /** Height of the cells of a frontier map, and of one curve. */
  mapHeight: number;
  chartHeight: number;
}

const SIDE_BY_SIDE = 820;
const SHORT = 430;
/** What stands above and below the cells of the maps, and around the curves: titles, axes, legends. */
const AROUND_MAPS = { compact: 104, roomy: 186 };
const AROUND_CURVES = { compact: 106, roomy: 186 };

const within = (value: number, least: number, most: number) => Math.round(Math.max(least, Math.min(most, value)));

/** Fits the first look into the panel, so that the frontier and all curves are in sight without scrolling where that is possible. */
export function overviewSizes({ width, height }: Size): OverviewSizes {
  const wide = width >= SIDE_BY_SIDE;
  const compact = wide && height < SHORT;
  if (!wide) return { wide, compact, mapHeight: 170, chartHeight: 64 };
  const around = compact ? 'compact' : 'roomy';
  return {
    wide,
    compact,
    mapHeight: within(height - AROUND_MAPS[around], 100, 440),
    chartHeight: within((height - AROUND_CURVES[around]) / 3, 36, 150),
  };
}
