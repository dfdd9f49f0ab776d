import { type Grouping, type MetricAnswer, type MetricName } from '@hearback/domain/metrics';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ApiError } from '../api/get-json.js';
import { type Filter } from '../filters/filter.js';
import { fetchMetric, metricPath } from './fetch-metric.js';

export type Answers = Partial<Record<MetricName, MetricAnswer>>;

/** How a part of the page stands. A failure with figures still at hand is `shown` and `stale`, never a blank. */
export type Answered =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: ApiError }
  | {
      readonly status: 'shown';
      readonly answers: Answers;
      /** The figures are of the filter before; those of the chosen one are on their way. */
      readonly updating: boolean;
      /** Why they could not be brought up to date. */
      readonly stale?: ApiError;
      /** When they were fetched, in milliseconds since the epoch. */
      readonly fetchedAt: number;
    };

/** Often enough to notice the end of an outage within a breath, seldom enough not to add to it. */
export const RETRY_MS = 5_000;
/** Waits grow without any event. */
const AGEING_MS = 60_000;

/** Every query key starts with it, so that one call brings all figures up to date. */
export const FIGURES = 'figures';

export function retryInterval(error: Error | null): number {
  if (error === null) return AGEING_MS;
  return error instanceof ApiError && error.kind === 'refused' ? AGEING_MS : RETRY_MS;
}

/** One part's answers, all or none: figures of two filters or two moments never stand side by side in it. */
export function useAnswers(
  names: readonly MetricName[],
  filter: Filter,
  by: readonly Grouping[] = [],
): Answered {
  const paths = names.map((name) => metricPath(name, filter, by));
  const query = useQuery({
    queryKey: [FIGURES, ...paths],
    queryFn: async ({ signal }): Promise<Answers> => {
      const answers = await Promise.all(paths.map((path) => fetchMetric(path, signal)));
      return Object.fromEntries(names.map((name, index) => [name, answers[index]]));
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => retryInterval(state.error),
  });
  if (query.data !== undefined) {
    return {
      status: 'shown',
      answers: query.data,
      updating: query.isPlaceholderData,
      fetchedAt: query.dataUpdatedAt,
      ...(query.error !== null && { stale: asApiError(query.error) }),
    };
  }
  return query.error === null ? { status: 'loading' } : { status: 'failed', error: asApiError(query.error) };
}

export function asApiError(error: Error): ApiError {
  return error instanceof ApiError ? error : new ApiError('away', error.message);
}
