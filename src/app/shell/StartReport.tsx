import { useStore } from '../store.ts';
import { Icon } from '../style/Icon.tsx';
import { useRunState } from '../useRunState.ts';
import styles from './StartReport.module.css';
import { WarmupProgress } from './WarmupProgress.tsx';

/** The beginning of a live run in words: the device that was found, the base model and its warm-up. Gone after the first step. */
export function StartReport() {
  const isLive = useStore((store) => store.run.kind === 'live');
  const { state, device } = useStore((store) => store.live);
  const header = useRunState(['run'], (run) => run.header);
  const begun = useRunState(['series'], (run) => run.lastStep !== undefined && run.lastStep.step > 0);
  const idle = state === 'none' || state === 'failed' || state === 'ended';
  if (!isLive || begun || idle || (!device && state !== 'warmup')) return null;
  return (
    <div className={styles.report}>
      {device || header ? (
        <p className={styles.words}>
          <Icon name="chip" />
          <span>
            {device?.sentences.join(' ')}
            {header
              ? ` The run starts from ${header.base}, ${header.parameters.toLocaleString('en')} parameters.`
              : null}
          </span>
        </p>
      ) : null}
      {state === 'warmup' ? <WarmupProgress /> : null}
    </div>
  );
}
