import { type BehindRow } from '../../api/behind.js';

/** How a row enters a figure, in words. What the service may add later is told as it calls it. */
const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    numerator: 'counts, and is in the share',
    denominator: 'counts, and is not in the share',
    leftOut: 'left out',
    event: 'answered: its wait is known',
    censored: 'not answered: counts with the wait so far',
    overdue: 'waits, overdue',
    waiting: 'waits',
    kept: 'kept',
    moved: 'kept by the time promised last',
    broken: 'broken',
    open: 'open',
    notYetDue: 'its first due time has not passed',
    answered: 'answered',
    counted: 'counts',
    promoter: 'promoter (9 or 10)',
    passive: 'neither (7 or 8)',
    detractor: 'detractor (0 to 6)',
    withheld: 'too few to tell',
  }),
);

/** What a list can be narrowed to beside these: what no source said in so many words. */
const BETWEEN_LINES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    assumed: 'end assumed',
    inferred: 'answer inferred',
    early: 'answered early',
  }),
);

function isNarrowing(name: string): boolean {
  return isWayOfCounting(name) || BETWEEN_LINES.has(name);
}

export function narrowingWords(name: string): string {
  return WORDS.get(name) ?? BETWEEN_LINES.get(name) ?? name;
}

export function isWayOfCounting(name: string): boolean {
  return WORDS.has(name);
}

/** Of the ways that an address names, those that there are; the rest as it stands there. */
export function countedFromAddress(params: URLSearchParams): {
  readonly counted: readonly string[];
  readonly ignored: readonly string[];
} {
  const named = [...new Set(params.getAll('counted'))];
  return {
    counted: named.filter(isNarrowing),
    ignored: named.filter((way) => !isNarrowing(way)).map((way) => `counted=${way}`),
  };
}

/** Of an interview with a cost: that is what the score counts, whether or not the share of those answered does. */
const BESIDE_ITS_COST: ReadonlyMap<string, string> = new Map(
  Object.entries({
    numerator: 'with its cost; answered within the horizon',
    denominator: 'with its cost; not answered within the horizon',
    leftOut: 'with its cost; not in the response rate (yet)',
  }),
);

export function countedWords({ counted, cost }: Pick<BehindRow, 'counted' | 'cost'>): string {
  return (cost === undefined ? undefined : BESIDE_ITS_COST.get(counted)) ?? WORDS.get(counted) ?? counted;
}

const KINDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    response: 'Response',
    decision: 'Decision',
    feedback: 'Feedback',
    scorecard: 'Scorecard',
    promise: 'Promise',
    request: 'Request for feedback',
    rating: 'Rating',
    survey: 'Survey',
  }),
);

export function kindName(kind: string): string {
  return KINDS.get(kind) ?? kind;
}
