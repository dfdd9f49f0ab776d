import type { ApplicationEvent } from '../events/catalogue.js';
import type { Instant } from '../time/days.js';
import { historyOf, snapshotsOf, type Snapshot } from './fold.js';
import { obligationsAsOf, type FoldOptions, type Obligation } from './obligations.js';
import { assumedEnd } from './state.js';

/**
 * An obligation as it is to be told for every instant from `validFrom` until before `validTo` (absent: from then
 * on). Before its `stoppedAt` it is told as waiting; see {@link tellAsOf}.
 */
export interface ObligationVersion extends Obligation {
  readonly validFrom: Instant;
  readonly validTo?: Instant | undefined;
}

/**
 * The obligations of an application for all instants at once: for every T, the versions valid at T, told as of
 * T, are exactly the obligations of the fold of the events up to T. Most have one version; a correction, a
 * retraction, a cancellation or an answer that became known only later makes another.
 */
export function obligationHistory(
  events: Iterable<ApplicationEvent>,
  options: FoldOptions,
): ObligationVersion[] {
  const versions = new Map<string, ObligationVersion[]>();
  for (const { at, obligations } of turningPoints(snapshotsOf(historyOf(events)), options)) {
    const told = new Map(obligations.map((obligation) => [keyOf(obligation), obligation]));
    for (const [key, before] of versions) {
      const last = before.at(-1);
      if (last !== undefined && last.validTo === undefined && !told.has(key)) {
        before.splice(-1, 1, { ...last, validTo: at });
      }
    }
    for (const [key, obligation] of told) {
      versions.set(key, extend(versions.get(key) ?? [], obligation, at));
    }
  }
  return [...versions.values()].flat();
}

/** What a version says as of an instant within its validity. */
export function tellAsOf(version: ObligationVersion, asOf: Instant): Obligation {
  const { validFrom: _from, validTo: _to, ...obligation } = version;
  if (obligation.stoppedAt === undefined || obligation.stoppedAt <= asOf) return obligation;
  return { ...obligation, stoppedAt: undefined, state: 'waiting', inferred: false, early: false };
}

/** `true` when the version is the one to tell as of that instant. */
export function isValidAsOf({ validFrom, validTo }: ObligationVersion, asOf: Instant): boolean {
  return validFrom <= asOf && (validTo === undefined || asOf < validTo);
}

/** Identifies an obligation within its application. */
export function keyOf({ kind, interviewId }: Pick<Obligation, 'kind' | 'interviewId'>): string {
  return `${kind}:${encodeURIComponent(interviewId)}`;
}

interface TurningPoint {
  readonly at: Instant;
  readonly obligations: readonly Obligation[];
}

/** Every instant at which an obligation can begin or change: what happens, and what is assumed as time passes. */
function* turningPoints(snapshots: readonly Snapshot[], options: FoldOptions): Generator<TurningPoint> {
  for (const [index, { at, state }] of snapshots.entries()) {
    const until = snapshots[index + 1]?.at ?? Infinity;
    const ends = [...state.interviews.values()]
      .map((interview) =>
        interview.status === 'scheduled' ? assumedEnd(interview, state.closings) : undefined,
      )
      .filter((end): end is Instant => end !== undefined && end > at && end < until);
    for (const instant of [at, ...[...new Set(ends)].sort((a, b) => a - b)]) {
      yield { at: instant, obligations: obligationsAsOf(state, instant, options) };
    }
  }
}

function extend(
  versions: readonly ObligationVersion[],
  obligation: Obligation,
  at: Instant,
): ObligationVersion[] {
  const last = versions.at(-1);
  if (last === undefined || last.validTo !== undefined)
    return [...versions, { ...obligation, validFrom: at }];
  // Until now the last version was told up to (not including) this instant. The new one may take its place for
  // that time too when it would have been told the same: nothing changed, or the clock stopped only now.
  const wasWaiting = last.stoppedAt === undefined || last.stoppedAt >= at;
  const isWaitingUntilNow = obligation.stoppedAt === undefined || obligation.stoppedAt >= at;
  const saysTheSame =
    sameOrigin(last, obligation) && ((wasWaiting && isWaitingUntilNow) || sameStop(last, obligation));
  if (saysTheSame) return [...versions.slice(0, -1), { ...obligation, validFrom: last.validFrom }];
  return [...versions.slice(0, -1), { ...last, validTo: at }, { ...obligation, validFrom: at }];
}

function sameOrigin(a: Obligation, b: Obligation): boolean {
  return (
    a.startedAt === b.startedAt &&
    a.assumed === b.assumed &&
    a.candidateId === b.candidateId &&
    a.teamId === b.teamId &&
    a.jobId === b.jobId &&
    a.stage === b.stage &&
    a.url === b.url
  );
}

function sameStop(a: Obligation, b: Obligation): boolean {
  return (
    a.state === b.state && a.stoppedAt === b.stoppedAt && a.inferred === b.inferred && a.early === b.early
  );
}
