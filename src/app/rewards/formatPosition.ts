import type { Axis } from '../../core/runlog/seriesStore.ts';

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A position on an axis, short: `120`, `1.5M`, `2:05 min`. */
export function formatPosition(axis: Axis, value: number): string {
  if (axis === 'step') return whole.format(value);
  if (axis === 'tokens') return compact.format(value);
  if (value < 120) return `${whole.format(value)} s`;
  const minutes = Math.floor(value / 60);
  if (minutes < 120) return `${minutes}:${String(Math.floor(value % 60)).padStart(2, '0')} min`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')} h`;
}

/** The same with its unit in front or behind, for sentences: `step 120`, `1.5M tokens`, `2:05 min`. */
export function namePosition(axis: Axis, value: number): string {
  if (axis === 'step') return `step ${formatPosition(axis, value)}`;
  return axis === 'tokens' ? `${formatPosition(axis, value)} tokens` : formatPosition(axis, value);
}
