import { percentage } from '../style/formatNumber.ts';

export const shareScale = {
  range: [0, 1.02] as const,
  format: percentage,
  lines: (height: number) => (height < 84 ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1]),
};
