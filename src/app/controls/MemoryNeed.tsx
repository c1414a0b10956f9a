import { useEffect, useState } from 'react';
import { memoryNeed, type MemoryNeed as Need } from '../../engine/memoryPort.ts';
import { useStore } from '../store.ts';
import styles from './SettingsPanel.module.css';

/** What a run with the chosen settings needs of this machine's memory, or why it could not begin here. */
export function MemoryNeed() {
  const draft = useStore((store) => store.draft);
  const [need, setNeed] = useState<Need>();
  useEffect(() => {
    let isCurrent = true;
    void memoryNeed(draft).then((found) => {
      if (isCurrent) setNeed(found);
    });
    return () => {
      isCurrent = false;
    };
  }, [draft]);
  return (
    <p className={need?.fits === false ? styles.refusal : styles.need} role="status">
      {need?.sentence ?? 'Looking at this machine’s memory.'}
    </p>
  );
}
