/**
 * The engine heeds neither a kill nor the time limit while one call of a function runs, and a call gets a whole block of
 * rows. So what can be called has a cost that is known and small: linear in what it is given, and what it is given can't
 * be made large by a few characters. Each function was tried with texts of a megabyte and arrays of a million.
 */

const names = (list: string): string[] => list.trim().split(/\s+/);

const REFUSED_GROUPS: readonly (readonly [reason: string, functions: string])[] = [
  [
    'its cost grows with the product of the lengths of two texts',
    `editdistance editdistanceutf8 levenshteindistance levenshteindistanceutf8 jarosimilarity jarowinklersimilarity
    stringjaccardindex stringjaccardindexutf8`,
  ],
  [
    'it looks for a text at every position anew',
    `countsubstringscaseinsensitive countsubstringscaseinsensitiveutf8 countmatchescaseinsensitive
    hastokencaseinsensitive hastokencaseinsensitiveornull`,
  ],
  [
    'its cost grows faster than its arrays',
    `arrayenumeratedenseranked arrayenumerateuniqranked arrayfold arrayintersect arrayjaccardindex arraysimilarity
    arraysymmetricdifference arrayunion grouparrayintersect`,
  ],
  [
    'it makes far more of its arguments than they are',
    `arrayshingles arraytranspose mappopulateseries ngrams timeslots`,
  ],
  [
    'it has no use but cost in a question',
    `arraypartialshuffle arrayrandomsample arrayshuffle factorial isprime isprobableprime`,
  ],
];

/** Functions that an analyst can't call on account of what a call may cost, with the reason. */
export const costlyFunctions: ReadonlyMap<string, string> = new Map(
  REFUSED_GROUPS.flatMap(([reason, functions]) => names(functions).map((name) => [name, reason])),
);

/** The most that may be written for the length or the number that these functions make. */
export const MOST_WRITTEN = 1_000;

/** Functions with a length or a number of their own, and where it stands: it must be written out, as a number. */
export const writtenNumbers: ReadonlyMap<string, number> = new Map([
  ...names('arraywithconstant space').map((name) => [name, 0] as const),
  ...names('arrayresize leftpad leftpadutf8 lpad repeat rightpad rightpadutf8 rpad').map(
    (name) => [name, 1] as const,
  ),
]);

/**
 * Functions whose cost is the product of two arguments, or that compile one, and where that one stands: it must be
 * written out, as a text or an array of them.
 */
export const writtenArguments: ReadonlyMap<string, number> = new Map([
  ['splitbyregexp', 0],
  ...names(
    `countmatches extract extractall extractallgroups extractallgroupshorizontal extractallgroupsvertical extractgroups
    hasall hasany hassubstr ilike instr match notilike positioncaseinsensitive positioncaseinsensitiveutf8 regexp_extract regexp_instr
    regexp_matches regexp_replace regexp_substr regexpextract regexpinstr regexpposition replaceregexpall
    replaceregexpone`,
  ).map((name) => [name, 1] as const),
]);

/** The same as operators. */
export const patternOperators: ReadonlySet<string> = new Set(['ILIKE', 'REGEXP']);

/**
 * Whether a call of it costs as much as its text or array is long. Within a lambda, which is called for every element of
 * another array, that would be the product of both.
 */
export function costsItsLength(name: string): boolean {
  return /^(array|countequal|countmatches|countsubstrings|extract|has|indexof|json|locate|map|match|position|range|regexp|replace|split|translate|visitparam|simplejson)/i.test(
    name,
  );
}
