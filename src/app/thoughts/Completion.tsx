import { useEffect, useRef } from 'react';
import { useStore } from '../store.ts';
import { useMedia } from '../style/useMedia.ts';
import { useRunState } from '../useRunState.ts';
import card from './Card.module.css';
import styles from './Completion.module.css';
import { completionView } from './completionView.ts';
import { ProposerCard } from './ProposerCard.tsx';
import { Recent } from './Recent.tsx';
import { SolverCard } from './SolverCard.tsx';
import { useReveal } from './useReveal.ts';
import { purposeNames } from './verdictText.ts';

interface Props {
  id: string;
  /** The reader opened it: all of it is there at once. */
  opened: boolean;
  held: boolean;
  /** Called when all of it stands on the page. */
  onRead: () => void;
}

const MARGIN = 8;

/** Scrolls as little as it takes to have the end of what is being written, or the verdict on it, on the page. */
function keepInSight(body: HTMLElement | null, done: boolean): void {
  const target = body?.querySelector(`.${done ? card.judged : card.written}`);
  if (!body || !target) return;
  const below = target.getBoundingClientRect().bottom + MARGIN - body.getBoundingClientRect().bottom;
  if (below > 0) body.scrollTop += below;
}

/** A completion of either role, token by token as it is sampled. */
export function Completion({ id, opened, held, onRead }: Props) {
  const view = useRunState(['rollouts', 'live', 'tasks', 'proposals'], (run) => completionView(run, id), 'frame');
  const still = useMedia('(prefers-reduced-motion: reduce)');
  const tint = useStore((store) => store.tintTokens);
  const count = useReveal(id, view?.tokens.length ?? 0, still || opened);
  const done = view?.rollout !== undefined && count >= view.tokens.length;
  useEffect(() => {
    if (done) onRead();
  }, [done, onRead]);
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!held && count > 0) keepInSight(body.current, done);
  }, [held, count, done]);
  if (!view) return null;
  const Card = view.role === 'solve' ? SolverCard : ProposerCard;
  const depth = view.rollout?.depth ?? view.proposal?.depth;
  return (
    <div ref={body} className={styles.body} aria-busy={!done}>
      <p className={styles.about}>
        step <span className="number">{view.step}</span> · {purposeNames[view.purpose]}
        {depth === undefined ? null : ` · depth ${depth}`}
      </p>
      <Card view={view} count={count} tint={tint} />
      <Recent stream={`${view.role}.${view.type}`} current={id} held={held} />
    </div>
  );
}
