import { useEffect, useState, useSyncExternalStore } from 'react';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const KEY = 'hearback.theme';

/** What the reader chose in this browser; where nothing can be kept, the system decides. */
export function storedTheme(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(KEY)) ?? 'system';
  } catch {
    return 'system';
  }
}

/** The document follows: without the attribute, the system's setting holds. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(storedTheme);
  useEffect(() => {
    applyTheme(theme);
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // The choice then lasts as long as the page.
    }
  }, [theme]);
  return [theme, setTheme];
}

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

/** What the reader chose against the system's setting, wherever the choice is made; `undefined`: nothing. */
export function useChosenScheme(): 'light' | 'dark' | undefined {
  const theme = useSyncExternalStore(subscribe, () => document.documentElement.dataset['theme']);
  return theme === 'light' || theme === 'dark' ? theme : undefined;
}
