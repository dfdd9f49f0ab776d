import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useRef } from 'react';
import { Link, Route, Routes, useLocation, NavigationType, useNavigationType } from 'react-router';
import { organisationQuery, type Organisation } from './api/organisation.js';
import { LiveIndicator } from './live/freshness.js';
import { type Connection } from './live/stream.js';
import { useLiveFigures } from './live/use-live-figures.js';
import { asApiError, retryInterval } from './api/use-fetched.js';
import { lazyAgain } from './elements/lazy-again.js';
import { OverviewPage } from './pages/overview/overview-page.js';
import { Navigation } from './shell/navigation.js';
import { PageBoundary } from './shell/page-boundary.js';
import { ThemeSwitch } from './shell/theme-switch.js';
import { EmptyState } from './states/empty-state.js';
import { LoadingState } from './states/loading-state.js';
import { OutageCard } from './states/outage-card.js';

// The first page comes with the frame; the others when they are opened.
const TeamPage = lazyAgain(() => import('./pages/team/team-page.js'));
const WaitingPage = lazyAgain(() => import('./pages/waiting/waiting-page.js'));
const WhyPage = lazyAgain(() => import('./pages/why/why-page.js'));
const ApplicationPage = lazyAgain(() => import('./pages/application/application-page.js'));
const FiguresPage = lazyAgain(() => import('./pages/figures/figures-page.js'));
const MessagesPage = lazyAgain(() => import('./pages/messages/messages-page.js'));
const DataPage = lazyAgain(() => import('./pages/data/data-page.js'));
const DeadLettersPage = lazyAgain(() => import('./pages/dead-letters/dead-letters-page.js'));

/** What every page is given. */
export interface PageProps {
  readonly organisation: Organisation;
  readonly connection: Connection;
  /** Why the organisation itself could not be asked again. */
  readonly stale: string | undefined;
}

export function App() {
  const connection = useLiveFigures();
  const { data, error } = useQuery({
    ...organisationQuery,
    refetchInterval: ({ state }) => retryInterval(state.error),
  });

  return (
    <>
      <a className="skip" href="#content">
        Skip to the figures
      </a>
      <header className="top">
        <Link to="/" className="brand">
          Hearback
        </Link>
        <Navigation />
        <div className="top-end">
          {data !== undefined && <LiveIndicator connection={connection} zone={data.timeZone} />}
          <ThemeSwitch />
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {data === undefined && error === null && <LoadingState />}
        {data === undefined && error !== null && <OutageCard error={asApiError(error)} what="The figures" />}
        {data !== undefined && <Pages organisation={data} connection={connection} stale={error?.message} />}
      </main>
    </>
  );
}

function Pages(props: PageProps) {
  const { pathname } = useLocation();
  useFocusOnPage(pathname);
  const isEmpty = props.organisation.events.count === 0;
  return (
    <PageBoundary page={pathname}>
      <Suspense fallback={<LoadingState />}>
        <Routes>
          <Route path="/data" element={<DataPage {...props} />} />
          <Route path="/dead-letters" element={<DeadLettersPage {...props} />} />
          {isEmpty ? (
            <Route path="*" element={<EmptyState />} />
          ) : (
            <>
              <Route path="/" element={<OverviewPage {...props} />} />
              <Route path="/teams/:team" element={<TeamPage {...props} />} />
              <Route path="/waiting" element={<WaitingPage {...props} />} />
              <Route path="/why/:metric" element={<WhyPage {...props} />} />
              <Route path="/applications/:application" element={<ApplicationPage {...props} />} />
              <Route path="/messages" element={<MessagesPage {...props} />} />
              <Route path="/figures" element={<FiguresPage {...props} />} />
              <Route path="*" element={<NoSuchPage />} />
            </>
          )}
        </Routes>
      </Suspense>
    </PageBoundary>
  );
}

function NoSuchPage() {
  return (
    <div className="card state" data-testid="no-such-page">
      <h1>There is no such page</h1>
      <p>
        The address may be old or mistyped. <Link to="/">To the teams</Link>
      </p>
    </div>
  );
}

/** Whoever goes on by keyboard or with a screen reader lands at the new page, not where the link was. */
function useFocusOnPage(pathname: string): void {
  const type = useNavigationType();
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    // Going back, the browser knows where the reader was.
    if (type !== NavigationType.Pop) window.scrollTo(0, 0);
    document.getElementById('content')?.focus({ preventScroll: true });
  }, [pathname, type]);
}
