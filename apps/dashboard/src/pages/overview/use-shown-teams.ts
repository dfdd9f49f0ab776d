import { useDeferredValue, useMemo, useState } from 'react';
import { NavigationType, useLocation, useNavigationType, useSearchParams } from 'react-router';
import {
  addressOfOrder,
  findTeams,
  nextOrder,
  orderFromAddress,
  sortTeams,
  type TeamOrder,
  type TeamRow,
} from '../../charts/prepare/teams.js';

/** The teams as the table shows them, and as they are taken away. */
export interface ShownTeams {
  readonly shown: readonly TeamRow[];
  readonly search: string;
  readonly find: (text: string) => void;
  readonly order: TeamOrder;
  readonly sortBy: (id: TeamOrder['by']) => void;
}

/** Marks what typing wrote into the address. */
interface Typed {
  readonly typed?: boolean;
}

/** Search and order stand in the address, beside the filter: a link shows the same lines. */
export function useShownTeams(rows: readonly TeamRow[]): ShownTeams {
  const [params, setParams] = useSearchParams();
  const [search, setSearch] = useSearch(params);
  const wanted = useDeferredValue(search);
  const sort = params.get('sort');
  const order = useMemo(() => orderFromAddress(sort), [sort]);
  const shown = useMemo(() => sortTeams(findTeams(rows, wanted), order), [rows, wanted, order]);
  // Another order or letter is no step worth going back through.
  const write = (name: string, value: string, state?: Typed): void => {
    const next = new URLSearchParams(params);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setParams(next, { replace: true, preventScrollReset: true, state });
  };
  return {
    shown,
    search,
    find: (text) => {
      setSearch(text);
      write('search', text.trim(), { typed: true });
    },
    order,
    sortBy: (id) => write('sort', addressOfOrder(nextOrder(order, id))),
  };
}

/**
 * What stands in the field. The address is drawn a moment after it was written, so the field would lose letters if it
 * were read from it while somebody types; any other way to an address (back, forward, a link) is followed.
 */
function useSearch(params: URLSearchParams): readonly [string, (text: string) => void] {
  const location = useLocation();
  const { key } = location;
  const state = location.state as Typed | null;
  const isTyped = useNavigationType() === NavigationType.Replace && state?.typed === true;
  const inAddress = params.get('search') ?? '';
  const [text, setText] = useState(inAddress);
  const [seen, setSeen] = useState(key);
  if (key !== seen) {
    setSeen(key);
    if (!isTyped) setText(inAddress);
  }
  return [text, setText];
}
