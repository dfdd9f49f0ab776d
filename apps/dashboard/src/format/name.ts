/** Interviews without a known team or stage are kept under this name by the API, so that none is dropped. */
const UNASSIGNED = 'unassigned';

export function nameOrUnassigned(name: string): string {
  return name === UNASSIGNED ? 'Unassigned' : name;
}
