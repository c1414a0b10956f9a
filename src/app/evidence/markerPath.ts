import type { TaskType } from '../../core/tasks/taskType.ts';

/** The outline of a task type's marker around 0, 0, as an SVG path: types differ by shape where their colours are not told apart. */
export function markerPath(type: TaskType, radius: number): string {
  const r = radius.toFixed(2);
  switch (type) {
    case 'deduction':
      return `M${-radius} 0a${r} ${r} 0 1 0 ${2 * radius} 0a${r} ${r} 0 1 0 ${-2 * radius} 0z`;
    case 'abduction':
      return polygon(radius * 1.25, [-90, 30, 150]);
    case 'induction':
      return polygon(radius * 1.25, [-90, 0, 90, 180]);
    case 'error':
      return polygon(radius * 1.2, [-135, -45, 45, 135]);
  }
}

function polygon(radius: number, degrees: readonly number[]): string {
  const corners = degrees.map((angle) => {
    const turn = (angle * Math.PI) / 180;
    return `${(radius * Math.cos(turn)).toFixed(2)} ${(radius * Math.sin(turn)).toFixed(2)}`;
  });
  return `M${corners.join('L')}z`;
}
