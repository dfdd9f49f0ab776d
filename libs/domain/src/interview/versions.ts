import type { Instant } from '../time/days.js';

/** For which instants something is to be told: from `validFrom` until before `validTo` (absent: from then on). */
export interface Validity {
  readonly validFrom: Instant;
  readonly validTo?: Instant | undefined;
}

export type Version<Told> = Told & Validity;

/** `true` when the version is the one to tell as of that instant. */
export function isValidAsOf({ validFrom, validTo }: Validity, asOf: Instant): boolean {
  return validFrom <= asOf && (validTo === undefined || asOf < validTo);
}

/**
 * Adds what is told from an instant on to the versions of what was told before it.
 *
 * @param versions by key, oldest first; changed in place
 * @param tell what of a version is told as of an instant
 */
export function addToldAt<Told extends object>(
  at: Instant,
  all: readonly Told[],
  versions: Map<string, Version<Told>[]>,
  keyOf: (told: Told) => string,
  tell: (version: Version<Told>, asOf: Instant) => Version<Told>,
): void {
  const told = new Map(all.map((each) => [keyOf(each), each]));
  for (const [key, before] of versions) {
    const last = before.at(-1)!;
    if (last.validTo === undefined && !told.has(key)) before[before.length - 1] = { ...last, validTo: at };
  }
  for (const [key, each] of told) {
    const before = versions.get(key);
    if (before === undefined) versions.set(key, [{ ...each, validFrom: at }]);
    else extend(before, each, at, tell);
  }
}

function extend<Told extends object>(
  versions: Version<Told>[],
  each: Told,
  at: Instant,
  tell: (version: Version<Told>, asOf: Instant) => Version<Told>,
): void {
  const last = versions.at(-1)!;
  if (last.validTo !== undefined) {
    versions.push({ ...each, validFrom: at });
    return;
  }
  // Most events change one obligation of many: the others are recognised before anything is made for them.
  if (isAsBefore(last, each)) return;
  // The new version may stand for the time of the last one too when it would have been told the same. It is enough
  // to ask for the last instant: what either hides at an earlier one, the other hides as well.
  const instead = { ...each, validFrom: last.validFrom };
  if (isSame(tell(last, at - 1), tell(instead, at - 1))) versions[versions.length - 1] = instead;
  else {
    versions[versions.length - 1] = { ...last, validTo: at };
    versions.push({ ...each, validFrom: at });
  }
}

/** The last version, which is open, says the same already. */
function isAsBefore<Told extends object, Last extends Version<Told>>(last: Last, each: Told): boolean {
  for (const name in each) if (!isSameValue(last[name], each[name])) return false;
  for (const name in last) {
    if (last[name] !== undefined && name !== 'validFrom' && !Object.hasOwn(each, name)) return false;
  }
  return true;
}

/** Equal in every field, one that is absent and one that is `undefined` being the same. */
function isSame<Told extends object>(left: Told, right: Told): boolean {
  // Asked for every version of every fold: loops that make no lists.
  for (const name in left) if (!isSameValue(left[name], right[name])) return false;
  for (const name in right) if (left[name] === undefined && right[name] !== undefined) return false;
  return true;
}

function isSameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  return isSame(one, other);
}
