import { memo } from 'react';
import { highlightPython } from './highlightPython.ts';
import styles from './PythonCode.module.css';

/** Python text, coloured. Inline by default; `block` keeps its lines. */
export const PythonCode = memo(function PythonCode({ text, block = false }: { text: string; block?: boolean }) {
  const code = (
    <code className={block ? undefined : styles.inline}>
      {highlightPython(text).map((piece) =>
        piece.kind === 'plain' ? (
          piece.text
        ) : (
          <span key={piece.start} className={styles[piece.kind]}>
            {piece.text}
          </span>
        ),
      )}
    </code>
  );
  return block ? <pre className={styles.block}>{code}</pre> : code;
});
