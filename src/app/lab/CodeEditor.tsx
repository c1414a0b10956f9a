import { useEffect, useRef, useState } from 'react';
import styles from './CodeEditor.module.css';
import type { EditorMark, PythonEditor } from './monaco.ts';

interface Props {
  value: string;
  onChange: (text: string) => void;
  onRun: () => void;
  error?: EditorMark;
  /** 1-based line that the trace is at. */
  line?: number;
}

const LABEL = 'Program with a function f';

/** Monaco, once it is there; a plain text area until then, and for good when it cannot be loaded. */
export function CodeEditor({ value, onChange, onRun, error, line }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const plain = useRef<HTMLTextAreaElement>(null);
  const editor = useRef<PythonEditor | undefined>(undefined);
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading');
  const latest = useRef({ value, onChange, onRun });
  latest.current = { value, onChange, onRun };

  useEffect(() => {
    let gone = false;
    import('./monaco.ts').then(
      ({ createPythonEditor }) => {
        if (gone || !element.current) return;
        const typing = plain.current === document.activeElement ? plain.current : undefined;
        editor.current = createPythonEditor(element.current, {
          value: latest.current.value,
          label: LABEL,
          onChange: (text) => latest.current.onChange(text),
          onRun: () => latest.current.onRun(),
        });
        if (typing) editor.current.takeOver(typing.selectionStart, typing.selectionEnd);
        setState('ready');
      },
      () => {
        if (!gone) setState('failed');
      },
    );
    return () => {
      gone = true;
      editor.current?.dispose();
      editor.current = undefined;
    };
  }, []);

  const ready = state === 'ready';
  useEffect(() => {
    if (ready) editor.current?.setValue(value);
  }, [ready, value]);
  useEffect(() => {
    if (ready) editor.current?.setError(error);
  }, [ready, error]);
  useEffect(() => {
    if (ready) editor.current?.setLine(line);
  }, [ready, line]);
  return (
    <div className={styles.whole}>
      <div ref={element} className={ready ? styles.monaco : styles.waiting} />
      {ready ? null : (
        <textarea
          ref={plain}
          className={styles.plain}
          aria-label={LABEL}
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onRun();
          }}
        />
      )}
      {state === 'failed' ? (
        <p className={styles.note}>
          The code editor could not be loaded, so this is a plain text field. Everything else works.
        </p>
      ) : null}
    </div>
  );
}
