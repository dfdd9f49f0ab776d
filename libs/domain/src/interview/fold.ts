import { type ApplicationEvent } from '../events/catalogue.js';
import type { Instant } from '../time/days.js';
import { evolve } from './evolve.js';
import { initialState, type ApplicationState } from './state.js';

/** Events of one application: distinct, in event order, with what is retracted and from when. */
export interface ApplicationHistory {
  readonly events: readonly ApplicationEvent[];
  /** Identity of an event to the instant from which on it is ignored. */
  readonly retractedFrom: ReadonlyMap<string, Instant>;
}

/** `source` + `id` identify an event within its application. */
export function identityOf(event: { readonly source: string; readonly id: string }): string {
  return JSON.stringify([event.source, event.id]);
}

/** The order of the fold: event time, then source, then id. */
export function inEventOrder(a: ApplicationEvent, b: ApplicationEvent): number {
  return compare(a.time, b.time) || compare(a.source, b.source) || compare(a.id, b.id);
}

/**
 * Brings any multiset of an application's events, in any order, into the one form that the fold reads. Of
 * events with one identity the first given is taken (the log's order; see `conflict`).
 */
export function historyOf(events: Iterable<ApplicationEvent>): ApplicationHistory {
  const distinct = new Map<string, ApplicationEvent>();
  for (const event of events) {
    const identity = identityOf(event);
    if (!distinct.has(identity)) distinct.set(identity, event);
  }
  const ordered = [...distinct.values()].sort(inEventOrder);
  const retractedFrom = new Map<string, Instant>();
  for (const event of ordered) {
    if (event.type !== 'hearback.event.retracted.v1') continue;
    const identity = identityOf(event.data);
    // A retraction is final: it can't itself be retracted, and the earliest one counts.
    if (!retractedFrom.has(identity)) retractedFrom.set(identity, Date.parse(event.time));
  }
  return { events: ordered, retractedFrom };
}

/** The state as of an instant: the fold of the events that had happened by then and were not retracted by then. */
export function stateAsOf({ events, retractedFrom }: ApplicationHistory, asOf: Instant): ApplicationState {
  let state = initialState;
  for (const event of events) {
    if (Date.parse(event.time) > asOf) break;
    if (!isRetracted(event, retractedFrom, asOf)) state = evolve(state, event);
  }
  return state;
}

export interface Snapshot {
  /** The instant of the events that made this state; it holds until the next snapshot's. */
  readonly at: Instant;
  readonly state: ApplicationState;
}

/** The state after each distinct instant at which something happened, in order: equal to `stateAsOf` at each. */
export function snapshotsOf(history: ApplicationHistory): Snapshot[] {
  const { events, retractedFrom } = history;
  const effective = new Set(retractedFrom.values());
  const snapshots: Snapshot[] = [];
  let state = initialState;
  for (let next = 0; next < events.length;) {
    const at = Date.parse(events[next]!.time);
    const first = next;
    while (next < events.length && Date.parse(events[next]!.time) === at) next += 1;
    state = effective.has(at)
      ? stateAsOf(history, at)
      : events
          .slice(first, next)
          .filter((event) => !isRetracted(event, retractedFrom, at))
          .reduce(evolve, state);
    snapshots.push({ at, state });
  }
  return snapshots;
}

/** `true` when the event is ignored as of an instant. */
export function isRetracted(
  event: ApplicationEvent,
  retractedFrom: ReadonlyMap<string, Instant>,
  asOf: Instant,
): boolean {
  if (retractedFrom.size === 0) return false;
  if (event.type === 'hearback.event.retracted.v1') return false;
  const from = retractedFrom.get(identityOf(event));
  return from !== undefined && from <= asOf;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
