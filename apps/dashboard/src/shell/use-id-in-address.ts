import { useLocation } from 'react-router';
import { idOf } from './id-of-address.js';

/**
 * The id that a page is about. Not by `useParams`: the router decodes the address and then takes every "%2F" that is
 * left for a slash, so an id with these three characters in it would be another id.
 */
export function useIdInAddress(): string {
  return idOf(useLocation().pathname);
}
