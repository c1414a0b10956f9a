import { FilesSection } from './FilesSection.tsx';
import { LinkSection } from './LinkSection.tsx';
import styles from './ShareDialog.module.css';

/** A link for the settings, a link with a claim that can be checked, a file for the whole run, tasks for elsewhere. */
export function ShareDialog() {
  return (
    <div className={styles.whole}>
      <LinkSection />
      <FilesSection />
    </div>
  );
}
