import { useCallback, useId, useMemo, useRef, useState } from 'react';
import type { RunState } from '../../../core/runlog/runState.ts';
import type { Axis } from '../../../core/runlog/seriesStore.ts';
import { type TaskType, taskTypes } from '../../../core/tasks/taskType.ts';
import type { NamedRun } from '../../store.ts';
import { Explain } from '../../style/Explain.tsx';
import { TypeGlyph } from '../../style/TypeGlyph.tsx';
import { useRunOf } from '../../useRunState.ts';
import { formatPosition } from '../formatPosition.ts';
import { useDerived } from '../useDerived.ts';
import { useSize } from '../useSize.ts';
import styles from './FrontierFigure.module.css';
import { FrontierLegend } from './FrontierLegend.tsx';
import { type Cell, cellWords, FrontierMap } from './FrontierMap.tsx';
import { FrontierTable } from './FrontierTable.tsx';
import { frontierLayout } from './frontierLayout.ts';
import { type FrontierPicture, frontierPicture, reachWords } from './frontierPicture.ts';
import { roomFor } from './pooledFrontier.ts';

/** Room for the depths at the left and the gap between maps, in pixels. */
const DEPTHS_WIDTH = 22;
const GAP = 14;
/** A column is at least this wide; more evaluations than fit are pooled. */
const MINIMUM_COLUMN = 5;

interface Props {
  run: RunState;
  overlay?: NamedRun;
  axis: Axis;
  /** Height of the cells of one row of maps. */
  mapHeight: number;
  /** Leaves the sentence and the maps of the run laid over to the larger view. */
  compact?: boolean;
}

/** The frontier: how deep a program the model can solve, climbing past anything it was ever shown. */
export function FrontierFigure({ run, overlay, axis, mapHeight, compact = false }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const title = useId();
  const mapWidth = Math.max(40, (width - DEPTHS_WIDTH - 2 * GAP) / 3);
  const most = Math.floor(mapWidth / MINIMUM_COLUMN);
  const draw = useCallback(
    (state: RunState, laid: RunState | undefined) => ({
      picture: frontierPicture(state, most, laid),
      other: laid && frontierPicture(laid, most, state),
    }),
    [most],
  );
  const { picture, other } = useDerived(run, overlay?.state, ['run', 'evaluations'], draw);
  const shape = { width: mapWidth, height: mapHeight };
  return (
    <figure className={styles.figure} aria-labelledby={title} ref={box}>
      <figcaption className={styles.caption}>
        <h3 id={title} className={styles.title}>
          The frontier: how deep a program can it solve?
          <Explain about="the frontier">
            <p>
              Each column is an exam on held-out tasks that the proposer never sees; each row holds programs of one
              depth, that is, their number of assignment statements. The stronger the colour, the more of them are
              solved.
            </p>
            <p>
              The solid line marks where half are solved. Above the dashed line lie programs deeper than any that
              warm-up ever showed: what is solved there was learnt by self-play alone.
            </p>
          </Explain>
        </h3>
        {compact ? null : (
          <p className={styles.sentence}>
            Every column is an exam on tasks it never trained on. Colour above the dashed line is skill that nobody
            showed it.
          </p>
        )}
      </figcaption>
      {width > 0 ? (
        <>
          <MapRow picture={picture} other={other} run={run} axis={axis} shape={shape} />
          {other && overlay && !compact ? (
            <div className={styles.beside}>
              <p className={styles.besideName}>Laid over: {overlay.name}</p>
              <MapRow picture={other} run={overlay.state} axis={axis} shape={shape} />
            </div>
          ) : null}
          <FrontierLegend picture={picture} overlay={overlay?.name} />
          {compact ? null : <FrontierTable picture={picture} />}
        </>
      ) : null}
    </figure>
  );
}

interface MapRowProps {
  picture: FrontierPicture;
  other?: FrontierPicture;
  run: RunState;
  axis: Axis;
  shape: { width: number; height: number };
}

function MapRow({ picture, other, run, axis, shape }: MapRowProps) {
  const [pointed, setPointed] = useState<{ type: TaskType; cell: Cell }>();
  const { depths, columns, warmupDepth } = picture;
  const ended = useRunOf(run, ['run'], (state) => state.ended !== undefined);
  const longest = Math.max(...taskTypes.map((type) => columns[type].length));
  const warmupRows = warmupDepth ?? 0;
  const room = roomFor(longest, ended, Math.floor(shape.width / MINIMUM_COLUMN));
  const rows = Math.max(depths.length, warmupRows + 3);
  const layout = useMemo(
    () => frontierLayout({ width: shape.width, height: shape.height, rows, columns: room, warmupRows }),
    [shape.width, shape.height, rows, room, warmupRows],
  );
  const pointedColumn = pointed && columns[pointed.type][pointed.cell.column];
  return (
    <div className={styles.maps} style={{ paddingLeft: DEPTHS_WIDTH, gap: GAP }}>
      <DepthLabels depths={depths} top={layout.top} rowHeight={layout.rowHeight} />
      {taskTypes.map((type) => (
        <div key={type} className={styles.mapBox}>
          <p className={styles.mapHead}>
            <TypeGlyph type={type} named />
            <span className={styles.reachWords}>
              {pointed?.type === type && pointedColumn
                ? cellWords(depths[pointed.cell.row], pointedColumn, pointed.cell.row)
                : reachWords(columns[type], warmupDepth)}
            </span>
          </p>
          <FrontierMap
            type={type}
            layout={layout}
            depths={depths}
            columns={columns[type]}
            overlay={other?.columns[type]}
            place={(step) => formatPosition(axis, run.series.positionOf(step, axis))}
            cell={pointed?.type === type ? pointed.cell : undefined}
            onCell={(cell) => setPointed(cell && { type, cell })}
          />
        </div>
      ))}
      {warmupDepth === undefined ? null : (
        <p className={styles.warmup} style={{ top: HEAD_HEIGHT + layout.warmupLine, left: DEPTHS_WIDTH }}>
          <span className={styles.warmupLabel}>
            {warmupDepth === 0 ? 'warm-up showed no program at all' : 'deepest program seen in warm-up'}
          </span>
        </p>
      )}
      {depths.length === 0 ? <p className={styles.waiting}>The first exam fills the first column.</p> : null}
    </div>
  );
}

/** Height of the line with a map's name: the warm-up line is placed below it. */
const HEAD_HEIGHT = 24;

function DepthLabels({
  depths,
  top,
  rowHeight,
}: {
  depths: readonly number[];
  top: (row: number) => number;
  rowHeight: number;
}) {
  const every = Math.max(1, Math.ceil(11 / rowHeight));
  return (
    <div className={styles.depths} style={{ width: DEPTHS_WIDTH - 5, top: HEAD_HEIGHT }} aria-hidden="true">
      {depths.map((depth, row) =>
        row % every === 0 ? (
          <span key={depth} style={{ top: top(row), height: rowHeight }}>
            {depth}
          </span>
        ) : null,
      )}
    </div>
  );
}
