import type { Axis } from '../../../core/runlog/seriesStore.ts';
import styles from './FrontierFigure.module.css';
import type { FrontierPicture } from './frontierPicture.ts';
import { heatColour } from './heatColour.ts';

const stops = Array.from({ length: 11 }, (_, index) => heatColour(index / 10)).join(', ');

/** What the colours and lines of the maps mean. */
export function FrontierLegend({ picture, overlay, axis }: { picture: FrontierPicture; overlay?: string; axis: Axis }) {
  const { tasks, warmupDepth } = picture;
  return (
    <ul className={styles.legend}>
      <li>
        0 %<span className={styles.ramp} style={{ background: `linear-gradient(to right, ${stops})` }} />
        100 % of held-out tasks solved
      </li>
      <li>
        <span className={styles.reachKey} /> half are solved
      </li>
      <li>
        <span className={styles.warmupKey} /> deepest program seen in warm-up
        {warmupDepth === undefined ? '' : `: ${warmupDepth}`}
      </li>
      {overlay ? (
        <li>
          <span className={styles.ghostKey} /> the same for {overlay}
        </li>
      ) : null}
      <li>
        rows: program depth, columns: {axis}
        {tasks ? `, ${tasks[0] === tasks[1] ? tasks[0] : `${tasks[0]} to ${tasks[1]}`} tasks a cell` : ''}
      </li>
    </ul>
  );
}
