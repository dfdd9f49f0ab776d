import type { ApplicationEvent } from '../events/catalogue.js';
import type { Instant } from '../time/days.js';
import { historyOf, snapshotsOf, type Snapshot } from './fold.js';
import type { FoldOptions, Obligation } from './obligation.js';
import { obligationsAsOf } from './obligations.js';
import { assumedEnd, type ApplicationState, type Origin } from './state.js';
import { touchpointsAsOf, type Touchpoint } from './touchpoints.js';
import { addToldAt, type Version } from './versions.js';

/** An obligation as it is to be told, by {@link tellAsOf}, for every instant of its validity. */
export type ObligationVersion = Version<Obligation>;
/** A touchpoint as it is to be told, by {@link tellTouchpointAsOf}, for every instant of its validity. */
export type TouchpointVersion = Version<Touchpoint>;

export interface ApplicationVersions {
  /** The state after all events. */
  readonly latest: ApplicationState;
  readonly obligations: readonly ObligationVersion[];
  readonly touchpoints: readonly TouchpointVersion[];
}

/**
 * What is to be told of an application for all instants at once: for every T, the versions valid at T, told as of
 * T, are exactly the obligations and touchpoints of the fold of the events up to T. Most have one version; a
 * correction, a retraction, a cancellation or an answer that became known only later makes another.
 */
export function versionsOf(events: Iterable<ApplicationEvent>, options: FoldOptions): ApplicationVersions {
  const obligations = new Map<string, ObligationVersion[]>();
  const touchpoints = new Map<string, TouchpointVersion[]>();
  const snapshots = snapshotsOf(historyOf(events));
  for (const { at, state } of turningPoints(snapshots)) {
    addToldAt(at, obligationsAsOf(state, at, options), obligations, obligationKeyOf, tellAsOf);
    addToldAt(at, touchpointsAsOf(state, at), touchpoints, touchpointKeyOf, tellTouchpointAsOf);
  }
  return {
    latest: snapshots.at(-1)!.state,
    obligations: [...obligations.values()].flat(),
    touchpoints: [...touchpoints.values()].flat(),
  };
}

/** What a version says as of an instant within its validity: nothing of what came after. */
export function tellAsOf<Told extends Obligation>(version: Told, asOf: Instant): Told {
  const { stoppedAt, promisedAt } = version;
  const told =
    promisedAt === undefined || promisedAt <= asOf ? version : { ...version, promisedAt: undefined };
  if (stoppedAt === undefined || stoppedAt <= asOf) return told;
  return { ...told, stoppedAt: undefined, state: 'waiting', inferred: false, early: false };
}

/** What a version says as of an instant within its validity: nothing of what came after. */
export function tellTouchpointAsOf<Told extends Touchpoint>(version: Told, asOf: Instant): Told {
  const { answeredAt } = version;
  return answeredAt === undefined || answeredAt <= asOf ? version : { ...version, answeredAt: undefined };
}

/** Identifies an obligation within its application. */
export function obligationKeyOf({
  kind,
  interviewId,
  interviewerId,
  origin,
}: Pick<Obligation, 'kind' | 'interviewId' | 'interviewerId' | 'origin'>): string {
  if (origin !== undefined) return originKey(kind, origin);
  return interviewerId === undefined
    ? interviewKey(kind, interviewId ?? '')
    : `${interviewKey(kind, interviewId ?? '')}:${encodeURIComponent(interviewerId)}`;
}

/** Identifies a touchpoint within its application. */
export function touchpointKeyOf({ kind, origin }: Pick<Touchpoint, 'kind' | 'origin'>): string {
  return originKey(kind, origin);
}

function interviewKey(kind: string, interviewId: string): string {
  return `${kind}:${encodeURIComponent(interviewId)}`;
}

function originKey(kind: string, { source, id }: Origin): string {
  return `${kind}:${encodeURIComponent(source)}:${encodeURIComponent(id)}`;
}

/** Every instant at which anything can begin or change: what happens, and what is assumed as time passes. */
function* turningPoints(snapshots: readonly Snapshot[]): Generator<Snapshot> {
  for (const [index, { at, state }] of snapshots.entries()) {
    const until = snapshots[index + 1]?.at ?? Infinity;
    yield { at, state };
    for (const { at: end } of assumedEndsOf(state)) if (end > at && end < until) yield { at: end, state };
  }
}

/** When interviews count as completed without a word, as time passes: in order, each instant once. */
export function assumedEndsOf(state: ApplicationState): { at: Instant; interviewIds: string[] }[] {
  const ends = new Map<Instant, string[]>();
  for (const interview of state.interviews.values()) {
    if (interview.status !== 'scheduled') continue;
    const end = assumedEnd(interview, state.closings);
    if (end !== undefined) ends.set(end, [...(ends.get(end) ?? []), interview.id]);
  }
  return [...ends].sort(([a], [b]) => a - b).map(([at, interviewIds]) => ({ at, interviewIds }));
}
