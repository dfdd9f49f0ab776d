import { useQuery } from '@tanstack/react-query';
import { Link, Route, Routes } from 'react-router';
import { fetchOrganisation } from './api/organisation.js';
import { LiveIndicator } from './live/freshness.js';
import { useLiveFigures } from './live/use-live-figures.js';
import { asApiError, FIGURES, retryInterval } from './metrics/use-answers.js';
import { OverviewPage } from './pages/overview/overview-page.js';
import { EmptyState } from './states/empty-state.js';
import { LoadingState } from './states/loading-state.js';
import { OutageCard } from './states/outage-card.js';

export function App() {
  const connection = useLiveFigures();
  const organisation = useQuery({
    queryKey: [FIGURES, 'organisation'],
    queryFn: ({ signal }) => fetchOrganisation(signal),
    refetchInterval: ({ state }) => retryInterval(state.error),
  });
  const { data, error } = organisation;

  return (
    <>
      <a className="skip" href="#content">
        Skip to the figures
      </a>
      <header className="top">
        <Link to="/" className="brand">
          Hearback
        </Link>
        <p className="tagline">How long candidates wait to hear back after an interview</p>
        {data !== undefined && <LiveIndicator connection={connection} zone={data.timeZone} />}
      </header>
      <main id="content" tabIndex={-1}>
        {data === undefined && error === null && <LoadingState />}
        {data === undefined && error !== null && <OutageCard error={asApiError(error)} what="The figures" />}
        {data?.events.count === 0 && <EmptyState />}
        {data !== undefined && data.events.count > 0 && (
          <Routes>
            <Route
              path="*"
              element={<OverviewPage organisation={data} connection={connection} stale={error?.message} />}
            />
          </Routes>
        )}
      </main>
    </>
  );
}
