import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api/get-json.js';

/** One quick second try hides a restart; longer outages are shown at once and retried in sight. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 1 && !(error instanceof ApiError && error.kind !== 'away'),
        retryDelay: 500,
        // What was asked for before the page was drawn, or by the page before, is not asked for again by the next.
        staleTime: 2_000,
        // A laptop without network is an outage to be shown, not a reason to wait in silence.
        networkMode: 'always',
      },
    },
  });
}
