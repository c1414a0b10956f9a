import { percentage, signed } from '../style/formatNumber.ts';

/** Rewards lie between −1 (ill-formed) and 1: one scale for all six streams, so that heights can be compared. */
export const rewardScale = {
  range: [-1.05, 1.05] as const,
  format: signed,
  /** Levels that get a line, for a chart of this height. */
  lines: (height: number) => (height < 84 ? [-1, 0, 1] : [-1, -0.5, 0, 0.5, 1]),
};

export const shareScale = {
  range: [0, 1.02] as const,
  format: percentage,
  lines: (height: number) => (height < 84 ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1]),
};
