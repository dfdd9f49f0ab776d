import { type QueryClient } from '@tanstack/react-query';
import { organisationQuery } from '../api/organisation.js';
import { withoutDays } from '../filters/asked.js';
import { filterFromAddress } from '../filters/filter.js';
import { lookedAt } from '../filters/looked-at.js';
import { answersQuery } from '../metrics/answers-query.js';
import { headlineMetrics, waitingMetric } from '../pages/overview/asked-metrics.js';

/**
 * Asks for the organisation, and for the headline of the first page as soon as that is known: the store then computes
 * while the page is drawn. The page asks the same and finds it under way. A failure is the page's concern.
 */
export async function askEarly(
  client: QueryClient,
  { pathname, search }: Pick<Location, 'pathname' | 'search'>,
): Promise<void> {
  const organisation = await client.fetchQuery(organisationQuery).catch((): undefined => undefined);
  if (pathname !== '/' || organisation === undefined || organisation.events.count === 0) return;
  const { filter } = filterFromAddress(new URLSearchParams(search));
  const { asked } = lookedAt(filter, organisation);
  // The one that takes longest first.
  void client.prefetchQuery(answersQuery(waitingMetric, withoutDays(asked)));
  void client.prefetchQuery(answersQuery(headlineMetrics, asked));
}
