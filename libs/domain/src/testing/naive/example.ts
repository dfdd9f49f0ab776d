import type { ApplicationEvent } from '../../events/catalogue.js';
import { instant } from '../clock.js';
import type { NaiveKind, NaiveObligation, NaiveTouchpoint, Origin } from './shape.js';

/** Which obligations of one kind there are as of T, in any order. */
export interface ObligationExample {
  readonly name: string;
  readonly events: readonly ApplicationEvent[];
  readonly asOf: string;
  readonly kind: NaiveKind;
  readonly expected: readonly NaiveObligation[];
}

/** Which touchpoints of one kind there are as of T, in any order. */
export interface TouchpointExample {
  readonly name: string;
  readonly events: readonly ApplicationEvent[];
  readonly asOf: string;
  readonly kind: NaiveTouchpoint['kind'];
  readonly expected: readonly NaiveTouchpoint[];
}

/** A day of March 2026, when the default story takes place. */
export const on = (day: number, time: string): string =>
  `2026-03-${String(day).padStart(2, '0')}T${time.length === 5 ? `${time}:00` : time}Z`;

export const LATER = on(20, '00:00');

/** What the default story's first event says of its interview. */
export const OWNER = { candidateId: 'cand-1', teamId: 'payments', jobId: 'job-1', stage: 'Onsite' };

type Instants = 'startedAt' | 'stoppedAt' | 'promisedAt' | 'dueAt' | 'lastDueAt';
type Told = Omit<Partial<NaiveObligation>, Instants | 'kind' | 'origin'> & {
  readonly [Name in Instants]?: string;
} & { readonly startedAt: string; readonly from?: ApplicationEvent };

/** Of the default interview's owner; waiting, unless it says otherwise or when it stopped. */
export function owed(kind: NaiveKind, told: Told): NaiveObligation {
  const { from, startedAt, stoppedAt, promisedAt, dueAt, lastDueAt, ...more } = told;
  return {
    kind,
    ...OWNER,
    origin: from && originOf(from),
    startedAt: instant(startedAt),
    stoppedAt: parsed(stoppedAt),
    state: stoppedAt === undefined ? 'waiting' : 'met',
    promisedAt: parsed(promisedAt),
    dueAt: parsed(dueAt),
    lastDueAt: parsed(lastDueAt ?? dueAt),
    assumed: false,
    inferred: false,
    early: false,
    ...more,
  };
}

/** For what belongs to no interview that is known, only to the application. */
export const NO_INTERVIEW = { teamId: undefined, jobId: undefined, stage: undefined };
/** For what belongs to nobody that is known. */
export const NOBODY = { candidateId: undefined, ...NO_INTERVIEW };

export function originOf({ source, id }: ApplicationEvent): Origin {
  return { source, id };
}

function parsed(time: string | undefined): number | undefined {
  return time === undefined ? undefined : instant(time);
}

/** Whatever the order of things and of their fields, and whether a field is absent or `undefined`. */
export function inOneForm(things: readonly object[]): unknown[] {
  return things
    .map((thing) => JSON.stringify(Object.entries(thing).filter(hasValue).sort()))
    .sort()
    .map((text): unknown => Object.fromEntries(JSON.parse(text) as [string, unknown][]));
}

const hasValue = ([, value]: [string, unknown]): boolean => value !== undefined;
