import { type Theme, useStore } from './store.ts';

const KEY = 'theme';

function isTheme(value: string | null): value is Theme {
  return value === 'system' || value === 'light' || value === 'dark';
}

/** Keeps the page in the chosen theme, or in the system's, and remembers the choice. Storage may be forbidden: then it lasts for the visit. */
export function followTheme(): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const { theme } = useStore.getState();
    document.documentElement.dataset.theme = theme === 'system' ? (system.matches ? 'dark' : 'light') : theme;
  };
  try {
    const stored = localStorage.getItem(KEY);
    if (isTheme(stored)) useStore.setState({ theme: stored });
  } catch {
    // No storage: the system's theme it is.
  }
  apply();
  system.addEventListener('change', apply);
  useStore.subscribe((state, before) => {
    if (state.theme === before.theme) return;
    apply();
    try {
      localStorage.setItem(KEY, state.theme);
    } catch {
      // The choice still holds until the page closes.
    }
  });
}
