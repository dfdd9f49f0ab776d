import { type Troubles } from '../../../api/use-troubles.js';
import { formatCount, plural } from '../../../format/number.js';

/** In a sentence; empty where there is no trouble. */
export function tellTroubles({ refused, givenUp }: Troubles): string {
  const were = (count: number): string => (count === 1 ? 'was' : 'were');
  if (refused + givenUp === 0) return '';
  if (refused === 0) return `${plural(givenUp, 'message')} about scores ${were(givenUp)} given up.`;
  const first = `${plural(refused, 'message')} about scores ${were(refused)} refused`;
  return givenUp === 0 ? `${first}.` : `${first}, ${formatCount(givenUp)} ${were(givenUp)} given up.`;
}
