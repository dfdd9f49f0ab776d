import { useCallback, useMemo } from 'react';
import { useSearchParams, type To } from 'react-router';
import { addressOfFilter, filterFromAddress, type AddressedFilter, type Filter } from './filter.js';

/** What is set to `undefined` is taken off. */
export type Changes = { readonly [K in keyof Filter]?: Filter[K] | undefined };

/** What of an address is a page's own, beside the filter. */
export type OwnParameters = Readonly<Record<string, string | readonly string[]>>;

export interface FilterInAddress extends AddressedFilter {
  /** Each change is a step in the browser's history. */
  readonly change: (changes: Changes) => void;
  /** The address of the same page with other values, for links. */
  readonly hrefFor: (changes: Changes) => string;
  /** Another page with the same filter, or with other values of it. */
  readonly linkTo: (pathname: string, changes?: Changes, own?: OwnParameters) => To;
}

export function useFilter(): FilterInAddress {
  const [params, setParams] = useSearchParams();
  const addressed = useMemo(() => filterFromAddress(params), [params]);
  const changed = useCallback(
    (changes: Changes): URLSearchParams => addressOfFilter({ ...addressed.filter, ...changes }, params),
    [addressed, params],
  );
  return {
    ...addressed,
    change: useCallback(
      (changes) => setParams(changed(changes), { preventScrollReset: true }),
      [changed, setParams],
    ),
    hrefFor: useCallback((changes) => `?${changed(changes).toString()}`, [changed]),
    linkTo: useCallback(
      (pathname, changes = {}, own = {}) => {
        const search = addressOfFilter({ ...addressed.filter, ...changes });
        for (const [name, values] of Object.entries(own))
          for (const value of [values].flat()) search.append(name, value);
        return { pathname, search: search.toString() };
      },
      [addressed],
    ),
  };
}
