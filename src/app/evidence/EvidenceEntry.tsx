import { type MouseEvent, useId, useRef } from 'react';
import { findPreset, presetConfig, presets } from '../../core/config/presets.ts';
import { type EvidenceRow, NOT_RUN, ranges } from '../../core/evidence/evidenceRows.ts';
import { measures } from '../../core/evidence/measures.ts';
import { measureFigures, type RowMeasure } from '../../core/evidence/rowMeasure.ts';
import { NO_EVIDENCE, percentText, pointsText } from '../../core/evidence/statistics.ts';
import { trainingText } from '../../core/evidence/trainingText.ts';
import { encodeLink } from '../../core/share/link.ts';
import { taskTypes } from '../../core/tasks/taskType.ts';
import { useStore } from '../store.ts';
import { Icon, type IconName } from '../style/Icon.tsx';
import { TypeGlyph } from '../style/TypeGlyph.tsx';
import styles from './EvidenceEntry.module.css';

/** One preset: its claim, what came of it, and the ways to run it again. */
export function EvidenceEntry({ row }: { row: EvidenceRow }) {
  const { preset, label, claim, against, seeds, tokens, cells, verdict, measure, command } = row;
  const id = useId();
  const training = trainingText(row);
  const config = presetConfig(findPreset(preset) ?? presets[0]);
  return (
    <li className={styles.entry} aria-labelledby={id}>
      <div className={styles.about}>
        <h4 id={id} className={styles.label}>
          {label} <code className={styles.preset}>{preset}</code>
        </h4>
        <p>{claim}</p>
      </div>
      <div className={styles.result}>
        {measure ? <Measured measure={measure} against={against} /> : null}
        <p className={`${styles.verdict} ${toneOf(row)}`}>
          <Icon name={iconOf(row)} />
          <span>
            {measure ? 'Held-out accuracy: ' : ''}
            <strong>{verdict}</strong>
          </span>
        </p>
        {cells.length > 0 ? (
          <>
            <Numbers row={row} />
            {training ? <p className={styles.training}>In training: {training} %</p> : null}
            <p className="muted small">
              {tokens / 1e6}M tokens a run, {seeds.length === 1 ? 'seed' : 'seeds'} {seeds.join(', ')}. In small: the
              difference to {nameOf(against)}, seed by seed.
              {asideOf(row)}
            </p>
          </>
        ) : null}
      </div>
      <div className={styles.again}>
        <a
          className={styles.link}
          href={encodeLink({ preset, config, view: 'overview' })}
          onClick={(event) => takeHere(event, preset)}
        >
          Open with these settings
        </a>
        <Command text={command} of={label} />
      </div>
    </li>
  );
}

/** What the claim is about where that is not held-out accuracy: what came of it, its figures, and in small the difference. */
function Measured({ measure, against }: { measure: RowMeasure; against: string }) {
  const { label, difference } = measures[measure.name];
  const figures = measureFigures(measure, against);
  return (
    <div>
      <p className={styles.verdict}>
        <Icon name={measureIcon(measure)} />
        <span>
          {label}: <strong>{measure.verdict}</strong>
        </span>
      </p>
      {figures ? (
        <p className={`figures ${styles.measured}`}>
          {figures}
          {measure.difference ? <span className="beside">{difference(measure.difference)}</span> : null}
        </p>
      ) : null}
    </div>
  );
}

/** What the measure of the row's own is, or else what tells of the health of its runs. */
function asideOf({ measure, uniqueShare }: EvidenceRow): string {
  if (measure) return ` ${measures[measure.name].label}: ${measures[measure.name].help}`;
  return uniqueShare ? ` ${percentText(uniqueShare)} % of the proposed programs are distinct.` : '';
}

/** A plain click takes the settings on this page; any other does what it does with a link. */
function takeHere(event: MouseEvent, preset: string): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const { setSettings, setView, say } = useStore.getState();
  setSettings(preset);
  setView('overview');
  say('info', `The settings of ${preset} are chosen, and nothing has been started. Train live begins with them.`);
}

function Numbers({ row: { cells, against, label } }: { row: EvidenceRow }) {
  return (
    <table className={`figures ${styles.numbers}`}>
      <caption className="visually-hidden">
        {label}: held-out accuracy in percent before and after, and the difference to {nameOf(against)}
      </caption>
      <thead>
        <tr>
          <td />
          {taskTypes.map((type) => (
            <th key={type} scope="col">
              <TypeGlyph type={type} named />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ranges.map((range) => (
          <tr key={range}>
            <th scope="row">{range}</th>
            {taskTypes.map((type) => {
              const cell = cells.find((each) => each.type === type && each.range === range);
              return (
                <td key={type}>
                  {cell ? (
                    <>
                      {percentText(cell.before)} → <b>{percentText(cell.after)}</b>
                      {cell.difference ? <span className="beside">{pointsText(cell.difference)}</span> : null}
                    </>
                  ) : (
                    '–'
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The command that makes the row, to copy. */
function Command({ text, of }: { text: string; of: string }) {
  const code = useRef<HTMLElement>(null);
  const select = () => {
    if (code.current) getSelection()?.selectAllChildren(code.current);
  };
  return (
    <details>
      <summary>Command</summary>
      <code ref={code} className={styles.command}>
        {text}
      </code>
      <button type="button" className="button quiet small" aria-label={`Select the command of ${of}`} onClick={select}>
        Select it
      </button>
    </details>
  );
}

const nameOf = (against: string) => (against === 'base' ? 'the base' : against);

function iconOf({ verdict, cells }: EvidenceRow): IconName {
  if (verdict === NOT_RUN) return 'pause';
  if (verdict === NO_EVIDENCE || cells.every(({ outcome }) => outcome === 'unknown')) return 'question';
  const [better, worse] = ['better', 'worse'].map((wanted) => cells.some(({ outcome }) => outcome === wanted));
  return better && worse ? 'info' : better ? 'check' : 'cross';
}

function measureIcon({ difference, verdict }: RowMeasure): IconName {
  return difference && verdict !== NO_EVIDENCE ? 'info' : 'question';
}

function toneOf({ verdict }: EvidenceRow): string {
  return verdict === NOT_RUN ? styles.open : '';
}
