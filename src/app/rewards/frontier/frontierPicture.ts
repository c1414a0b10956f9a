import { frontierOf } from '../../../core/runlog/frontier.ts';
import type { RunState } from '../../../core/runlog/runState.ts';
import { allTaskTypes, type TaskType, taskTypes } from '../../../core/tasks/taskType.ts';
import { depthsOf, type FrontierColumn, pooledFrontier } from './pooledFrontier.ts';
import { solvedRows } from './reach.ts';

/** Everything that the frontier of one run draws. */
export interface FrontierPicture {
  /** The types that the run has. */
  types: readonly TaskType[];
  depths: number[];
  columns: Record<TaskType, FrontierColumn[]>;
  /** Deepest program that warm-up showed; undefined before the run's header is known. */
  warmupDepth: number | undefined;
  /** Held-out tasks in a cell of one evaluation: the least and the most. */
  tasks: [least: number, most: number] | undefined;
}

/**
 * The frontier of a run, with at most `most` columns a map.
 * @param besides another run whose depths the rows must hold too
 */
export function frontierPicture(run: RunState, most: number, besides?: RunState): FrontierPicture {
  const frontiers = allTaskTypes.map((type) => frontierOf(run.evaluations, type));
  const others = besides ? allTaskTypes.map((type) => frontierOf(besides.evaluations, type)) : [];
  const depths = depthsOf([...frontiers, ...others]);
  const columns = Object.fromEntries(
    allTaskTypes.map((type, index) => [type, pooledFrontier(frontiers[index], depths, most)]),
  ) as Record<TaskType, FrontierColumn[]>;
  const sizes = frontiers.flatMap(({ cells }) => cells.flatMap((row) => row.flatMap((score) => score?.n ?? [])));
  return {
    types: frontierTypes(run),
    depths,
    columns,
    warmupDepth: run.header?.warmupDepth,
    tasks: sizes.length > 0 ? [Math.min(...sizes), Math.max(...sizes)] : undefined,
  };
}

/** The task types that have a map in the frontier of a run: the paper's, and `error` where it is on. */
export function frontierTypes({ header }: RunState): readonly TaskType[] {
  return header?.config.error ? allTaskTypes : taskTypes;
}

/** What a map shows: the deepest depth that is solved now, and how far that is beyond warm-up. In words, or as `7 (+4)`. */
export function reachWords(
  columns: readonly FrontierColumn[],
  warmupDepth: number | undefined,
  length: 'sentence' | 'number' = 'sentence',
): string {
  const last = columns.at(-1);
  const depth = last ? solvedRows(last.scores) : 0;
  const beyond = warmupDepth === undefined ? 0 : depth - warmupDepth;
  if (length === 'number') return last ? `${depth}${beyond > 0 ? ` (+${beyond})` : ''}` : '';
  if (!last) return 'not evaluated yet';
  if (depth === 0) return 'solves no depth yet';
  return `solves depth ${depth}${beyond > 0 ? `, ${beyond} beyond warm-up` : ''}`;
}
