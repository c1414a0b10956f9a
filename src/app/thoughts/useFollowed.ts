import { useEffect, useState } from 'react';
import type { Stream } from '../../core/tasks/taskType.ts';
import { useStore } from '../store.ts';
import { useRunState } from '../useRunState.ts';
import { type Followed, followCompletion } from './followCompletion.ts';

/** How often a column looks whether it is time for the next completion, in milliseconds. */
const LOOK = 200;

/**
 * The completion that a column shows: the one that was chosen, else one that the column follows by itself.
 * `onRead` is to be called when all of it stands on the page.
 */
export function useFollowed(stream: Stream, chosen: string | undefined, held: boolean) {
  const run = useStore((store) => store.run.state);
  const [followed, setFollowed] = useState<Followed & { stream: Stream }>();
  const count = useRunState(['live', 'rollouts'], (state) => state.rollouts.recentIds(stream).length);

  useEffect(() => {
    const look = () =>
      setFollowed((shown) => {
        const id = followCompletion(shown?.stream === stream ? shown : undefined, {
          recentIds: run.rollouts.recentIds(stream),
          isLive: (candidate) => run.rollouts.live.has(candidate),
          isKept: (candidate) => run.rollouts.live.has(candidate) || run.rollouts.get(candidate) !== undefined,
          held,
          now: performance.now(),
        });
        if (id === undefined) return undefined;
        return shown?.id === id && shown.stream === stream ? shown : { id, stream };
      });
    look();
    const timer = setInterval(look, LOOK);
    return () => clearInterval(timer);
  }, [run, stream, held]);

  const id = chosen ?? (followed?.stream === stream ? followed.id : undefined);
  useEffect(() => (id === undefined ? undefined : run.rollouts.pin(id)), [run, id]);

  return {
    id,
    /** Completions of this stream so far, as far as they are remembered. */
    count,
    onRead: () =>
      setFollowed((shown) =>
        shown && shown.readSince === undefined ? { ...shown, readSince: performance.now() } : shown,
      ),
    toNewest: () => setFollowed(undefined),
  };
}
