import type { RunState } from '../../core/runlog/runState.ts';
import type { Claim } from '../../core/share/claim.ts';
import { heldoutScore } from '../../core/share/claimOf.ts';
import { type TaskType, taskTypes } from '../../core/tasks/taskType.ts';
import { useRunOf } from '../useRunState.ts';
import styles from './Offer.module.css';

const WIDTH = 180;
const HEIGHT = 36;

interface Point {
  step: number;
  share: number;
}

/** Held-out accuracy by step, 0 to 100 %: the claim dashed, the run that checks it solid. */
export function ClaimFigure({ claim, run, compare }: { claim: Claim; run: RunState; compare: boolean }) {
  const own = useRunOf(run, ['evaluations'], (state) => taskTypes.map((type) => ownPoints(state, type, claim.step)));
  const words = compare ? 'dashed the claim, solid the live run' : 'as claimed';
  return (
    <svg
      className={styles.figure}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={`Held-out accuracy of the three task types over ${claim.step} steps, ${words}`}
    >
      {taskTypes.map((type, index) => (
        <g key={type} fill="none" stroke={`var(--${type}-mark)`} strokeWidth="1.5">
          <path d={pathOf(claimedPoints(claim, type), claim.step)} strokeDasharray="3 2" />
          {compare ? <path d={pathOf(own[index], claim.step)} /> : null}
        </g>
      ))}
    </svg>
  );
}

function claimedPoints({ marks }: Claim, type: TaskType): Point[] {
  return marks.flatMap(({ step, heldout }) => {
    const share = heldout[type];
    return share === undefined ? [] : { step, share };
  });
}

function ownPoints(run: RunState, type: TaskType, lastStep: number): Point[] {
  return run.evaluations.flatMap((evaluation) => {
    const { n, correct } = heldoutScore(evaluation, type);
    return n > 0 && evaluation.step <= lastStep ? { step: evaluation.step, share: correct / n } : [];
  });
}

function pathOf(points: readonly Point[], lastStep: number): string {
  const x = ({ step }: Point) => ((WIDTH * step) / Math.max(1, lastStep)).toFixed(1);
  const y = ({ share }: Point) => (HEIGHT - 1 - (HEIGHT - 2) * share).toFixed(1);
  return points.map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point)} ${y(point)}`).join('');
}
