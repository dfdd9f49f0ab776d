import { type QueryClient } from '@tanstack/react-query';
import { type FiguresQuery } from '../api/figures-query.js';
import { organisationQuery, type Organisation } from '../api/organisation.js';
import { withoutDays } from '../filters/asked.js';
import { filterFromAddress } from '../filters/filter.js';
import { lookedAt } from '../filters/looked-at.js';
import { answersQuery, type Answers } from '../metrics/answers-query.js';
import { headlineMetrics, waitingMetric } from '../pages/overview/asked-metrics.js';

export interface AskedEarly {
  /** Once the organisation is known and the questions are on their way; also where it can't be known. */
  readonly asked: Promise<unknown>;
  /** Once they are answered, or have failed: which is the page's concern. */
  readonly answered: Promise<unknown>;
}

/**
 * Asks for the organisation, and for the headline of the first page as soon as that is known: the store then computes
 * while the page is read. The page asks the same and finds it there or under way.
 */
export function askEarly(client: QueryClient, address: Pick<Location, 'pathname' | 'search'>): AskedEarly {
  const organisation = client.fetchQuery(organisationQuery).catch((): undefined => undefined);
  const asked = organisation.then((known) =>
    (known === undefined ? [] : headlineOf(address, known)).map((query) => client.prefetchQuery(query)),
  );
  return { asked, answered: asked.then((answers) => Promise.all(answers)) };
}

/** The one that takes longest first. */
function headlineOf(
  { pathname, search }: Pick<Location, 'pathname' | 'search'>,
  organisation: Organisation,
): readonly FiguresQuery<Answers>[] {
  if (pathname !== '/' || organisation.events.count === 0) return [];
  const { filter } = filterFromAddress(new URLSearchParams(search));
  const { asked } = lookedAt(filter, organisation);
  return [answersQuery(waitingMetric, withoutDays(asked)), answersQuery(headlineMetrics, asked)];
}
