import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { FIGURES } from './figures-query.js';
import { asApiError, retryInterval, type Fetched } from './use-fetched.js';

interface Page {
  readonly next?: string;
}

/** A list that is taken page by page. */
export interface Pages<P> {
  readonly part: Fetched<readonly P[]>;
  /** Absent where there is no more. */
  readonly more: (() => void) | undefined;
  readonly isLoadingMore: boolean;
}

/**
 * @param key what identifies the list: its first page's path
 * @param fetch a page by its cursor; `undefined`: the first
 */
export function usePages<P extends Page>(
  key: string,
  fetch: (cursor: string | undefined, signal: AbortSignal) => Promise<P>,
): Pages<P> {
  const query = useInfiniteQuery({
    queryKey: [FIGURES, 'pages', key],
    queryFn: ({ pageParam, signal }) => fetch(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: P) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => retryInterval(state.error),
  });
  return {
    part: partOf(query),
    more: query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined,
    isLoadingMore: query.isFetchingNextPage,
  };
}

function partOf<P>(query: {
  readonly data: { readonly pages: readonly P[] } | undefined;
  readonly error: Error | null;
  readonly isPlaceholderData: boolean;
  readonly dataUpdatedAt: number;
}): Fetched<readonly P[]> {
  if (query.data !== undefined) {
    return {
      status: 'shown',
      value: query.data.pages,
      updating: query.isPlaceholderData,
      fetchedAt: query.dataUpdatedAt,
      ...(query.error !== null && { stale: asApiError(query.error) }),
    };
  }
  return query.error === null ? { status: 'loading' } : { status: 'failed', error: asApiError(query.error) };
}
