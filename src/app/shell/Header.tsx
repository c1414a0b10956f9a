import { type Theme, useStore, type View } from '../store.ts';
import { Icon } from '../style/Icon.tsx';
import styles from './Header.module.css';

const names: Record<View, string> = {
  overview: 'Overview',
  buffer: 'Tasks',
  rewards: 'Rewards',
  thoughts: 'Thoughts',
  lab: 'Lab',
  about: 'How to read this',
  evidence: 'Evidence',
};

const nextTheme: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const themeNames: Record<Theme, string> = { system: 'as the system', light: 'light', dark: 'dark' };

/** Name, what this is, the views, and what opens over them. */
export function Header() {
  const view = useStore((store) => store.view);
  const setView = useStore((store) => store.setView);
  const openDialog = useStore((store) => store.openDialog);
  const theme = useStore((store) => store.theme);
  return (
    <header className={styles.header}>
      <div className={styles.brand}>
        <svg className={styles.mark} viewBox="0 0 32 32" aria-hidden="true">
          <path
            d="M25.3 9.7A11 11 0 1 0 27 16"
            fill="none"
            stroke="currentColor"
            strokeWidth="3"
            strokeLinecap="round"
          />
          <circle cx="25.2" cy="8.6" r="3.4" fill="var(--induction-mark)" />
        </svg>
        <div>
          <h1 className={styles.title}>Absolute Zero Playground</h1>
          <p className={styles.what}>One small model invents Python tasks and solves them; an interpreter judges.</p>
        </div>
      </div>
      <nav className={styles.nav} aria-label="Views">
        {(Object.keys(names) as View[]).map((name) => (
          <button
            key={name}
            type="button"
            className={styles.view}
            aria-current={name === view ? 'page' : undefined}
            onClick={() => setView(name)}
          >
            {names[name]}
          </button>
        ))}
      </nav>
      <div className={styles.tools}>
        <button type="button" className="button quiet" title="Settings" onClick={() => openDialog('settings')}>
          <Icon name="settings" />
          <span className={styles.word}>Settings</span>
        </button>
        <button type="button" className="button quiet" title="Share" onClick={() => openDialog('share')}>
          <Icon name="share" />
          <span className={styles.word}>Share</span>
        </button>
        <button
          type="button"
          className="button quiet icon"
          aria-label={`Theme: ${themeNames[theme]}`}
          title={`Theme: ${themeNames[theme]}`}
          onClick={() => useStore.setState({ theme: nextTheme[theme] })}
        >
          <Icon name={theme === 'system' ? 'auto' : theme === 'light' ? 'sun' : 'moon'} />
        </button>
        <button
          type="button"
          className="button quiet icon"
          aria-label="Keys"
          title="Keys (?)"
          onClick={() => openDialog('keys')}
        >
          <Icon name="keyboard" />
        </button>
      </div>
    </header>
  );
}
