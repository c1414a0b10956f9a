import { memo } from 'react';
import { percent } from './cellWords.ts';
import styles from './FrontierMap.module.css';
import { type FrontierLayout, GUTTER } from './frontierLayout.ts';
import { heatColour, heatInk } from './heatColour.ts';
import type { FrontierColumn } from './pooledFrontier.ts';

const MINIMUM_FOR_TEXT = { width: 23, height: 14 };
/** In rows this high the text stands low, out of the way of the line. */
const LOW_TEXT = 40;

interface Props {
  layout: FrontierLayout;
  depths: readonly number[];
  columns: readonly FrontierColumn[];
}

/** The coloured cells, with their percentage where there is room for it. */
export const FrontierCells = memo(function FrontierCells({ layout, depths, columns }: Props) {
  const { columnWidth, rowHeight } = layout;
  const gutter = columnWidth >= 14 ? GUTTER : 0;
  const roomForText = columnWidth >= MINIMUM_FOR_TEXT.width && rowHeight >= MINIMUM_FOR_TEXT.height;
  return [...depths.keys()].reverse().map((row) => (
    <g key={row}>
      <rect className={styles.empty} x={0} y={layout.top(row)} width={layout.width} height={rowHeight - GUTTER} />
      {columns.map((column, index) => {
        const score = column.scores[row];
        const accuracy = score && score.n > 0 ? score.correct / score.n : undefined;
        const x = index * columnWidth;
        return (
          <g key={column.firstStep}>
            {accuracy === undefined ? null : (
              <rect
                x={x}
                y={layout.top(row)}
                width={columnWidth - gutter}
                height={rowHeight - GUTTER}
                shapeRendering={gutter === 0 ? 'crispEdges' : undefined}
                style={{ fill: heatColour(accuracy) }}
              />
            )}
            {roomForText && score && accuracy !== undefined ? (
              <text
                className={styles.value}
                x={x + columnWidth / 2}
                y={layout.top(row) + (rowHeight < LOW_TEXT ? rowHeight / 2 : rowHeight - 9)}
                style={{ fill: heatInk(accuracy) }}
              >
                {percent(score)}
              </text>
            ) : null}
          </g>
        );
      })}
    </g>
  ));
});
