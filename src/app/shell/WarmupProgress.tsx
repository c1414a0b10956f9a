import { wholeCount } from '../style/formatNumber.ts';
import { useRunState } from '../useRunState.ts';
import { sparkline } from './sparkline.ts';
import styles from './WarmupProgress.module.css';

const WIDTH = 120;
const HEIGHT = 26;

/** A warm-up under way: how far, its loss as a number and as a curve. */
export function WarmupProgress() {
  const progress = useRunState(['warmup'], (run) => run.warmup);
  const path = useRunState(['warmup'], (run) => sparkline(run.warmupSeries.points('loss', 'step').mean, WIDTH, HEIGHT));
  if (!progress) return null;
  const { update, updates, loss } = progress;
  return (
    <div className={styles.whole}>
      <label className={styles.progress}>
        <span className="number">
          Warm-up, update {wholeCount(update)} of {wholeCount(updates)}
        </span>
        <progress max={updates} value={update} />
      </label>
      <figure className={styles.curve}>
        <svg
          width={WIDTH}
          height={HEIGHT}
          role="img"
          aria-label={`Loss curve of the warm-up, now at ${loss.toFixed(2)} nats a token`}
        >
          <path d={path} fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
        <figcaption className="number">loss {loss.toFixed(2)}</figcaption>
      </figure>
    </div>
  );
}
