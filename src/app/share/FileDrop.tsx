import { useEffect, useState } from 'react';
import styles from './FileDrop.module.css';
import { openFile } from './files.ts';

/** Lets a run file be dropped anywhere on the page. */
export function FileDrop() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Entering a child fires before leaving its parent, so the depth says when the pointer has really left.
    let depth = 0;
    const withFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const listeners: Partial<Record<'dragenter' | 'dragleave' | 'dragover' | 'drop', (event: DragEvent) => void>> = {
      dragenter: (event) => {
        if (withFiles(event) && ++depth === 1) setOver(true);
      },
      dragleave: (event) => {
        if (withFiles(event) && --depth <= 0) setOver(false);
      },
      dragover: (event) => {
        if (withFiles(event)) event.preventDefault();
      },
      drop: (event) => {
        if (!withFiles(event)) return;
        event.preventDefault();
        depth = 0;
        setOver(false);
        const file = event.dataTransfer?.files[0];
        if (file) openFile(file);
      },
    };
    const entries = Object.entries(listeners) as [string, EventListener][];
    for (const [name, listener] of entries) addEventListener(name, listener);
    return () => {
      for (const [name, listener] of entries) removeEventListener(name, listener);
    };
  }, []);
  return over ? <div className={styles.over}>Drop the run file to open it</div> : null;
}
