import { NavLink } from 'react-router';
import { useFilter } from '../filters/use-filter.js';

const PAGES = [
  { path: '/', name: 'Teams' },
  { path: '/waiting', name: 'Waiting now' },
  { path: '/figures', name: 'All figures' },
  { path: '/messages', name: 'Messages' },
  { path: '/data', name: 'Data' },
] as const;

/** The filter goes along from page to page. */
export function Navigation() {
  const { linkTo } = useFilter();
  return (
    <nav className="pages" aria-label="Pages">
      {PAGES.map(({ path, name }) => (
        <NavLink key={path} to={linkTo(path)} end={path === '/'}>
          {name}
        </NavLink>
      ))}
    </nav>
  );
}
