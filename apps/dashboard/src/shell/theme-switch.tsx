import { themes, useTheme } from './theme.js';

const NAMES = { system: 'System', light: 'Light', dark: 'Dark' } as const;

export function ThemeSwitch() {
  const [theme, setTheme] = useTheme();
  return (
    <label className="theme-switch">
      <span className="visually-hidden">Colours</span>
      <select
        value={theme}
        onChange={({ target }) => setTheme(themes.find((known) => known === target.value) ?? 'system')}
        data-testid="theme"
      >
        {themes.map((name) => (
          <option key={name} value={name}>
            {NAMES[name]}
          </option>
        ))}
      </select>
    </label>
  );
}
