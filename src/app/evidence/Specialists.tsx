import {
  matrixLanguages,
  SPECIALIST_COMMANDS,
  SPECIALISTS,
  type Specialist,
  seenPercent,
  specialistName,
} from '../../core/evidence/specialists.ts';
import { taskTypes } from '../../core/tasks/taskType.ts';
import { TypeGlyph } from '../style/TypeGlyph.tsx';
import styles from './Specialists.module.css';

/** Models that know one language each, on the tasks of every language. */
export function Specialists({ specialists }: { specialists: readonly Specialist[] }) {
  const languages = matrixLanguages(specialists);
  return (
    <section aria-labelledby="evidence-specialists">
      <h3 id="evidence-specialists">Specialists, in languages that they were not taught</h3>
      <p className={styles.about}>{SPECIALISTS}</p>
      {specialists.length === 0 ? (
        <p className="muted">not run</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be in reach of the keyboard
        <section className={styles.scroll} tabIndex={0} aria-label="Specialists by language of the tasks">
          <table className={`figures ${styles.table}`}>
            <thead>
              <tr>
                <th scope="col" rowSpan={2}>
                  Specialist
                </th>
                {languages.map((name) => (
                  <th key={name} scope="colgroup" colSpan={taskTypes.length}>
                    tasks of <code>{name}</code>
                  </th>
                ))}
              </tr>
              <tr>
                {languages.flatMap((name) =>
                  taskTypes.map((type) => (
                    <th key={`${name} ${type}`} scope="col">
                      <TypeGlyph type={type} />
                    </th>
                  )),
                )}
              </tr>
            </thead>
            <tbody>
              {specialists.map((one) => (
                <tr key={specialistName(one)}>
                  <th scope="row">{specialistName(one)}</th>
                  {languages.flatMap((name) =>
                    taskTypes.map((type) => (
                      <td key={`${name} ${type}`} className={name === one.language ? styles.own : undefined}>
                        {seenPercent(one, name, type) ?? '–'}
                      </td>
                    )),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <details className={styles.commands}>
        <summary>Commands</summary>
        <p className="muted small">The first for each language: lists, numbers and text in place of LANGUAGE.</p>
        {SPECIALIST_COMMANDS.map((command) => (
          <code key={command} className={styles.command}>
            {command}
          </code>
        ))}
      </details>
    </section>
  );
}
