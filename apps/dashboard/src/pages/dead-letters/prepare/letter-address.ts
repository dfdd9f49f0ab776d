import { standings, type LetterFilter } from '../../../api/data-dead-letters.js';
import { isDay } from '../../../time/days.js';

/**
 * The page's own parameters. Days have names of their own, because `from` and `to` in an address choose the interviews
 * of the figures and go along from page to page.
 */
const NAMES = {
  reason: 'reason',
  origin: 'origin',
  topic: 'topic',
  outcome: 'outcome',
  from: 'since',
  to: 'until',
} as const satisfies Record<keyof LetterFilter, string>;

const FIELDS = Object.keys(NAMES) as (keyof LetterFilter)[];

export interface AddressedLetters {
  readonly filter: LetterFilter;
  /** The one that is looked at. */
  readonly letter: string | undefined;
  /** Parameters that make no sense, as `name=value`: dropped unsaid they would widen the list. */
  readonly ignored: readonly string[];
}

export function lettersFromAddress(params: URLSearchParams): AddressedLetters {
  const ignored: string[] = [];
  const filter: Partial<Record<keyof LetterFilter, string>> = {};
  for (const field of FIELDS) {
    const value = params.get(NAMES[field]);
    if (value === null || value === '') continue;
    if (makesSense(field, value)) filter[field] = value;
    else ignored.push(`${NAMES[field]}=${value}`);
  }
  return { filter: filter as LetterFilter, letter: params.get('letter') ?? undefined, ignored };
}

/** The address with these instead; an empty or absent value takes one off. */
export function addressOfLetters(
  params: URLSearchParams,
  changes: Readonly<Partial<Record<keyof LetterFilter | 'letter', string | undefined>>>,
): URLSearchParams {
  const changed = new URLSearchParams(params);
  for (const [field, value] of Object.entries(changes)) {
    const name = field === 'letter' ? field : NAMES[field as keyof LetterFilter];
    if (value === undefined || value === '') changed.delete(name);
    else changed.set(name, value);
  }
  return changed;
}

function makesSense(field: keyof LetterFilter, value: string): boolean {
  if (field === 'outcome') return standings.some((known) => known === value);
  return field !== 'from' && field !== 'to' ? true : isDay(value);
}
