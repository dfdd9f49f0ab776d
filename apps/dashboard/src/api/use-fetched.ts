import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { figuresQuery } from './figures-query.js';
import { ApiError } from './get-json.js';

/** How a part of the page stands. A failure with something still at hand is `shown` and `stale`, never a blank. */
export type Fetched<Value> =
  { readonly status: 'loading' } | { readonly status: 'failed'; readonly error: ApiError } | Shown<Value>;

export interface Shown<Value> extends Freshness {
  readonly status: 'shown';
  readonly value: Value;
  /** It is of the selection before; that of the chosen one is on its way. */
  readonly updating: boolean;
}

export interface Freshness {
  /** When it was fetched, in milliseconds since the epoch. */
  readonly fetchedAt: number;
  /** Why it could not be brought up to date. */
  readonly stale?: ApiError;
}

/** Often enough to notice the end of an outage within a breath, seldom enough not to add to it. */
export const RETRY_MS = 5_000;
/** Where something is under way that ends within moments. */
const SOON_MS = 1_500;
/** Waits grow without any event. */
const AGEING_MS = 60_000;

export function retryInterval(error: Error | null): number {
  if (error === null) return AGEING_MS;
  return error instanceof ApiError && error.kind !== 'away' ? AGEING_MS : RETRY_MS;
}

/**
 * Something that is asked of the API and kept up to date.
 * @param key what identifies it: paths of the API
 * @param isUnderWay whether it is about to change, and is asked for again soon
 */
export function useFetched<Value>(
  key: readonly string[],
  fetch: (signal: AbortSignal) => Promise<Value>,
  isEnabled = true,
  isUnderWay: (value: Value) => boolean = () => false,
): Fetched<Value> {
  const query = useQuery({
    ...figuresQuery(key, fetch),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.error === null && state.data !== undefined && isUnderWay(state.data)
        ? SOON_MS
        : retryInterval(state.error),
    enabled: isEnabled,
  });
  if (query.data !== undefined) {
    return {
      status: 'shown',
      value: query.data,
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

/** Those of a page's parts that stand there. */
export function shownOf(parts: readonly Fetched<unknown>[]): readonly Freshness[] {
  return parts.flatMap((part) => (part.status === 'shown' ? [part] : []));
}
