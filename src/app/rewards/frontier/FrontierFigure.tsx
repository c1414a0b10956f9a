import { useCallback, useId, useMemo, useRef, useState } from 'react';
import type { RunState } from '../../../core/runlog/runState.ts';
import type { Axis } from '../../../core/runlog/seriesStore.ts';
import type { TaskType } from '../../../core/tasks/taskType.ts';
import type { NamedRun } from '../../store.ts';
import { Explain } from '../../style/Explain.tsx';
import { TypeGlyph } from '../../style/TypeGlyph.tsx';
import { useSize } from '../../style/useSize.ts';
import { useRunOf } from '../../useRunState.ts';
import { formatPosition } from '../formatPosition.ts';
import { useDerived } from '../useDerived.ts';
import { cellNumber, cellWords } from './cellWords.ts';
import styles from './FrontierFigure.module.css';
import { FrontierLegend } from './FrontierLegend.tsx';
import { type Cell, type FrontierAxis, FrontierMap } from './FrontierMap.tsx';
import { FrontierTable } from './FrontierTable.tsx';
import { frontierLayout } from './frontierLayout.ts';
import { type FrontierPicture, frontierPicture, frontierTypes, reachWords } from './frontierPicture.ts';
import { roomFor } from './pooledFrontier.ts';

/** Room for the depths at the left and the gap between maps, in pixels. */
const DEPTHS_WIDTH = 22;
const GAP = 14;
/** Height of a map's name and what it says: the cells begin below it. */
const HEAD_HEIGHT = { compact: 24, roomy: 42 };
/** Maps narrower than this have numbers where wider ones have sentences. */
const ROOM_FOR_WORDS = 195;
/** A column is at least this wide; more evaluations than fit are pooled. */
const MINIMUM_COLUMN = 5;

const WARMUP_LABEL = 'deepest program seen in warm-up';

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
  const maps = useRunOf(run, ['run'], (state) => frontierTypes(state).length);
  const mapWidth = Math.max(40, (width - DEPTHS_WIDTH - (maps - 1) * GAP) / maps);
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
        <h3 id={title} className="section-title">
          The frontier: how deep a program can it solve?
          <Explain about="the frontier">
            <p>
              Each column is an exam on held-out tasks that the proposer never sees; each row holds programs of one
              depth, that is, the number of lines that they run (in the language of lists, their statements). The
              stronger the colour, the more of them are solved.
            </p>
            <p>
              The solid line marks where half are solved. Above the dashed line lie programs deeper than any that
              warm-up ever showed: what is solved there was learnt by self-play alone.
            </p>
            {(run.header?.config.averagedShare ?? 0) > 0 ? (
              <p>
                In this run an average of the weights over the last part of the steps sits the exams (setting Averaged
                weights): it wavers less than the weights of a single step.
              </p>
            ) : null}
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
          <MapRow {...{ picture, other, run, axis, shape, compact }} overlay={overlay?.state} />
          {other && overlay && !compact ? (
            <div className={styles.beside}>
              <p className={styles.besideName}>Laid over: {overlay.name}</p>
              <MapRow {...{ axis, shape, compact }} picture={other} run={overlay.state} />
            </div>
          ) : null}
          <FrontierLegend picture={picture} overlay={overlay?.name} axis={axis} />
          {compact ? null : <FrontierTable picture={picture} />}
        </>
      ) : null}
    </figure>
  );
}

interface MapRowProps {
  picture: FrontierPicture;
  /** The frontier and the run laid over. */
  other?: FrontierPicture;
  overlay?: RunState;
  run: RunState;
  axis: Axis;
  shape: { width: number; height: number };
  compact: boolean;
}

function MapRow({ picture, other, overlay, run, axis, shape, compact }: MapRowProps) {
  const [pointed, setPointed] = useState<{ type: TaskType; cell: Cell }>();
  const { types, depths, columns, warmupDepth } = picture;
  const axisOf: FrontierAxis = {
    position: (step) => run.series.positionOf(step, axis),
    overlayPosition: (step) => (overlay ?? run).series.positionOf(step, axis),
    format: (position) => formatPosition(axis, position),
  };
  const ended = useRunOf(run, ['run'], (state) => state.ended !== undefined);
  const short = shape.width < ROOM_FOR_WORDS;
  const headHeight = HEAD_HEIGHT[compact ? 'compact' : 'roomy'];
  const longest = Math.max(...types.map((type) => columns[type].length));
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
      <DepthLabels depths={depths} top={layout.top} rowHeight={layout.rowHeight} headHeight={headHeight} />
      {types.map((type) => (
        <div key={type} className={styles.mapBox}>
          <p className={compact ? styles.mapHeadShort : styles.mapHead}>
            <TypeGlyph type={type} named />
            <span className={styles.reachWords}>
              {pointed?.type === type && pointedColumn
                ? (short ? cellNumber : cellWords)(depths[pointed.cell.row], pointedColumn, pointed.cell.row)
                : `${short && !compact ? 'depth ' : ''}${reachWords(columns[type], warmupDepth, short ? 'number' : 'sentence')}`}
            </span>
          </p>
          <FrontierMap
            type={type}
            layout={layout}
            depths={depths}
            columns={columns[type]}
            overlay={other?.columns[type]}
            axis={axisOf}
            summary={reachWords(columns[type], warmupDepth)}
            cell={pointed?.type === type ? pointed.cell : undefined}
            onCell={(cell) => setPointed(cell && { type, cell })}
          />
        </div>
      ))}
      {warmupDepth === undefined ? null : (
        <p className={styles.warmup} style={{ top: headHeight + layout.warmupLine, left: DEPTHS_WIDTH }}>
          <span className={styles.warmupLabel}>
            {warmupDepth === 0 ? 'warm-up showed no program' : short ? 'deepest in warm-up' : WARMUP_LABEL}
          </span>
        </p>
      )}
      {depths.length === 0 ? <p className={styles.waiting}>The first exam fills the first column.</p> : null}
    </div>
  );
}

function DepthLabels({
  depths,
  top,
  rowHeight,
  headHeight,
}: {
  depths: readonly number[];
  top: (row: number) => number;
  rowHeight: number;
  headHeight: number;
}) {
  const every = Math.max(1, Math.ceil(11 / rowHeight));
  return (
    <div className={styles.depths} style={{ width: DEPTHS_WIDTH - 5, top: headHeight }} aria-hidden="true">
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
