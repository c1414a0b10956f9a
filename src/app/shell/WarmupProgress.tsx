import { shortCount, wholeCount } from '../style/formatNumber.ts';
import { useRunState } from '../useRunState.ts';
import { sparkline } from './sparkline.ts';
import styles from './WarmupProgress.module.css';

const WIDTH = 400;
const HEIGHT = 44;

function timeLeft(seconds: number): string {
  return seconds < 90 ? `about ${Math.ceil(seconds / 5) * 5} s left` : `about ${Math.ceil(seconds / 60)} min left`;
}

/** A warm-up under way: how far it is, its loss as a number and as a curve. */
export function WarmupProgress() {
  const progress = useRunState(['warmup'], (run) => run.warmup);
  const path = useRunState(['warmup'], (run) =>
    run.warmup ? sparkline(run.warmupSeries.points('loss', 'step').mean, WIDTH, HEIGHT) : '',
  );
  if (!progress) return null;
  const { update, updates, loss, tokens, seconds } = progress;
  return (
    <div className={styles.whole}>
      <label className={styles.progress}>
        <span className="number">
          Warm-up, update {wholeCount(update)} of {wholeCount(updates)}
        </span>
        <progress max={updates} value={update} />
        <span className="number muted">
          {shortCount(tokens)} tokens
          {seconds > 0
            ? `, ${shortCount(tokens / seconds)} a second, ${timeLeft(((updates - update) * seconds) / update)}`
            : ''}
        </span>
      </label>
      <figure className={styles.curve}>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`Loss curve of the warm-up, now at ${loss.toFixed(2)} nats a token`}
        >
          <path d={path} fill="none" stroke="currentColor" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
        </svg>
        <figcaption className="number">
          <strong>{loss.toFixed(2)}</strong> loss, nats a token
        </figcaption>
      </figure>
      <p className={styles.why}>
        The base model reads random programs with their traces. Self-play begins when it is done and invents everything
        from there.
      </p>
    </div>
  );
}
