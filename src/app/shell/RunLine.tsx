import { findPreset } from '../../core/config/presets.ts';
import { useStore } from '../store.ts';
import { shortCount, wholeCount } from '../style/formatNumber.ts';
import { useRunState } from '../useRunState.ts';
import styles from './RunLine.module.css';
import { tokenRate } from './tokenRate.ts';

/** Which run is on display and how far it is. */
export function RunLine() {
  const draft = useStore((store) => store.draft);
  const chosen = useStore((store) => store.presetId);
  const started = useStore((store) => (store.run.kind === 'live' ? store.live.started : undefined));
  const header = useRunState(['run'], (run) => run.header);
  const step = useRunState(['phase', 'series'], (run) => run.step);
  const tokens = useRunState(['series'], (run) => {
    const counted = run.lastStep?.tokens;
    return counted ? counted.sampled + counted.trained : 0;
  });
  const rate = useRunState(['series'], tokenRate);
  const preset = header?.preset ?? started?.presetId ?? chosen;
  const seed = (header?.config ?? started?.config ?? draft).seed;
  return (
    <dl className={styles.line}>
      <div>
        <dt>preset</dt>
        <dd title={findPreset(preset)?.help}>{preset}</dd>
      </div>
      <div>
        <dt>seed</dt>
        <dd className="number">{seed}</dd>
      </div>
      <div>
        <dt>step</dt>
        <dd className="number">{wholeCount(step)}</dd>
      </div>
      <div>
        <dt>tokens</dt>
        <dd className="number" title={`${wholeCount(tokens)} sampled and trained`}>
          {shortCount(tokens)}
        </dd>
      </div>
      <div>
        <dt>tokens/s</dt>
        <dd className="number">{rate === undefined ? '–' : shortCount(rate)}</dd>
      </div>
      {header ? (
        <>
          <div className={styles.less}>
            <dt>model</dt>
            <dd className="number" title={`${wholeCount(header.parameters)} parameters, from ${header.base}`}>
              {shortCount(header.parameters)}
            </dd>
          </div>
          <div className={styles.less}>
            <dt>on</dt>
            <dd title={`${header.adapter}; ${header.engine} engine`}>{header.backend}</dd>
          </div>
        </>
      ) : null}
    </dl>
  );
}
