import { typeNames } from '../../style/typeNames.ts';
import styles from './FrontierFigure.module.css';
import type { FrontierPicture } from './frontierPicture.ts';

/** The same numbers as the maps, for readers who want text. */
export function FrontierTable({ picture }: { picture: FrontierPicture }) {
  return (
    <details className={styles.table}>
      <summary>The frontier as a table</summary>
      {picture.types.map((type) => (
        <div key={type} className={styles.scroll}>
          <table>
            <caption>{typeNames[type].name}: held-out tasks solved, by program depth and step</caption>
            <thead>
              <tr>
                <th scope="col">Depth</th>
                {picture.columns[type].map((column) => (
                  <th key={column.firstStep} scope="col">
                    {column.firstStep === column.lastStep ? column.firstStep : `${column.firstStep}–${column.lastStep}`}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...picture.depths.keys()].reverse().map((row) => (
                <tr key={row}>
                  <th scope="row">{picture.depths[row]}</th>
                  {picture.columns[type].map((column) => {
                    const score = column.scores[row];
                    return <td key={column.firstStep}>{score ? `${score.correct}/${score.n}` : '–'}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </details>
  );
}
