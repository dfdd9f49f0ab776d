import { z } from 'zod';
import { catalogue, definitionOf, isKnownInAnotherVersion, keyOf, type HearbackEvent } from './catalogue.js';
import { envelope } from './envelope.js';
import { candidateFields } from './fields.js';
import { measureJson } from './json-scanner.js';

/** Why a message can't become an event. Closed: the store, the API and the alerts count by these words. */
export const rejectionReasons = [
  'not-json',
  'not-cloudevent',
  'unknown-type',
  'unsupported-version',
  'invalid-data',
  'time-out-of-range',
  'conflict',
  'too-large',
  'reserved',
] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

export interface Problem {
  /** Where in the event, like `data.interviewers.0.id`; empty for the whole of it. */
  readonly path: string;
  readonly message: string;
}

export interface Rejection {
  readonly reason: RejectionReason;
  /** All of them, or the first twenty and how many more there are. */
  readonly problems: readonly Problem[];
}

export type Decoded = { readonly event: HearbackEvent } | { readonly rejection: Rejection };

/** Bytes of one event; Kafka's own default limit for a message. */
export const MAX_EVENT_BYTES = 1024 * 1024;

/** Values of an event, nested ones included, and its levels: what nobody needs, and what takes long to look at. */
export const MAX_EVENT_VALUES = 10_000;
export const MAX_EVENT_DEPTH = 64;

/** So many problems of an event are told. */
const MAX_PROBLEMS = 20;

/** How far a source's clock may run ahead of ours before its events count as future-dated. */
export const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

/** Decodes the bytes of one structured-mode CloudEvent. See {@link decodeEvent}. */
export function decodeBytes(bytes: Uint8Array, recordedTime: string): Decoded {
  const parsed = parseEvent(bytes);
  return 'value' in parsed ? decodeEvent(parsed.value, recordedTime) : parsed;
}

/** Parses the bytes of one structured-mode CloudEvent, unless they are more than an event may be. */
export function parseEvent(
  bytes: Uint8Array,
): { readonly value: unknown } | { readonly rejection: Rejection } {
  if (bytes.byteLength > MAX_EVENT_BYTES) return tooLarge(bytes.byteLength);
  const { depth, values } = measureJson(bytes);
  if (depth > MAX_EVENT_DEPTH)
    return tooMuch(`an event is nested at most ${MAX_EVENT_DEPTH} levels deep; this one is ${depth}`);
  if (values > MAX_EVENT_VALUES)
    return tooMuch(`an event has at most ${MAX_EVENT_VALUES} values; this one has ${values}`);
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch (error) {
    return rejected('not-json', [{ path: '', message: `not JSON in UTF-8: ${(error as Error).message}` }]);
  }
}

function tooMuch(message: string): { readonly rejection: Rejection } {
  return rejected('too-large', [{ path: '', message }]);
}

export function tooLarge(byteLength: number): { readonly rejection: Rejection } {
  const message = `an event has at most ${MAX_EVENT_BYTES} bytes; this one has ${byteLength}`;
  return rejected('too-large', [{ path: '', message }]);
}

/**
 * Turns a parsed CloudEvent into an event of the catalogue: unknown fields are left out, null fields are absent
 * ones, instants are brought to UTC with milliseconds, free text is counted and left out.
 *
 * Deterministic: the same value and the same `recordedTime` always give the same result, so that a message can
 * be judged at the door and again by the projector.
 *
 * @param recordedTime when Hearback first saw it (ISO 8601, UTC); what "future" is judged by
 */
export function decodeEvent(value: unknown, recordedTime: string): Decoded {
  const given = withoutNulls(value);
  const outer = envelope.safeParse(given);
  const { type, time, data } = (outer.data ?? given ?? {}) as Partial<Record<string, unknown>>;
  const definition = typeof type === 'string' ? definitionOf(type) : undefined;
  const inner =
    definition !== undefined && isRecord(data)
      ? definition.data.safeParse(countFreeText(data, definition.countsTextOf))
      : undefined;

  // From the outside in: the outermost fault gives the reason, all of them are told.
  const faults: Rejection[] = [];
  if (!outer.success) faults.push(envelopeFault(problemsOf(outer.error), time));
  if (typeof type === 'string' && definition === undefined) faults.push(typeFault(type));
  if (outer.success) faults.push(...futureFault(canonicalInstant(outer.data.time), recordedTime));
  if (inner?.success === false) {
    faults.push({ reason: 'invalid-data', problems: problemsOf(inner.error, 'data') });
  }

  if (outer.success && inner?.success === true) {
    const event = {
      id: outer.data.id,
      source: outer.data.source,
      type,
      subject: '',
      time: canonicalInstant(outer.data.time),
      recordedTime,
      data: canonicalInstants(inner.data),
    } as unknown as HearbackEvent;
    const key = keyOf(event);
    const problems = contradictions(event, outer.data.partitionkey, key);
    if (problems.length > 0) faults.push({ reason: 'invalid-data', problems });
    if (faults.length === 0) return { event: { ...event, subject: key } };
  }
  const reason = faults[0]?.reason ?? 'not-cloudevent';
  const problems = faults.flatMap((fault) => fault.problems);
  const further = problems.length - MAX_PROBLEMS;
  if (further <= 0) return rejected(reason, problems);
  const rest = { path: '', message: `${further} further problems are not listed` };
  return rejected(reason, [...problems.slice(0, MAX_PROBLEMS), rest]);
}

function envelopeFault(problems: readonly Problem[], time: unknown): Rejection {
  const onlyTime = problems.every(({ path }) => path === 'time') && isInstantOutOfRange(time);
  return { reason: onlyTime ? 'time-out-of-range' : 'not-cloudevent', problems };
}

function typeFault(type: string): Rejection {
  return isKnownInAnotherVersion(type)
    ? {
        reason: 'unsupported-version',
        problems: [{ path: 'type', message: `this version of "${type}" is not known` }],
      }
    : {
        reason: 'unknown-type',
        problems: [{ path: 'type', message: `"${type}" is not in the event catalogue` }],
      };
}

function futureFault(time: string, recordedTime: string): Rejection[] {
  if (Date.parse(time) <= Date.parse(recordedTime) + CLOCK_TOLERANCE_MS) return [];
  const message = `${time} lies in the future (received ${recordedTime}); send an event once it has happened`;
  return [{ reason: 'time-out-of-range', problems: [{ path: 'time', message }] }];
}

/** The structured-mode CloudEvent of an event: what the log holds and what Hearback hands out. */
export function toCloudEvent(event: HearbackEvent): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: event.id,
    source: event.source,
    type: event.type,
    subject: event.subject,
    time: event.time,
    partitionkey: keyOf(event),
    recordedtime: event.recordedTime,
    datacontenttype: 'application/json',
    data: event.data,
  };
}

/**
 * What makes two events with one `source` + `id` the same event: type, time and data. Of a candidate only whether one is
 * named: the same event bears another pseudonym when it comes again after the erasure of its candidate.
 */
export function contentOf(event: Pick<HearbackEvent, 'type' | 'time' | 'data'>): string {
  const data: Record<string, unknown> = { ...event.data };
  for (const field of candidateFields) if (data[field] !== undefined) data[field] = '';
  return JSON.stringify([event.type, event.time, sorted(data)]);
}

function contradictions(event: HearbackEvent, partitionkey: string | undefined, key: string): Problem[] {
  const problems: Problem[] = [];
  const data = event.data as Record<string, unknown>;
  for (const field of ['submittedAt', 'startedAt', 'endedAt'] as const) {
    const at = data[field];
    if (typeof at === 'string' && at > event.time) {
      problems.push({ path: `data.${field}`, message: `${at} is after the event's time ${event.time}` });
    }
  }
  for (const [start, end] of [
    ['startsAt', 'endsAt'],
    ['startedAt', 'endedAt'],
  ] as const) {
    const [from, to] = [data[start], data[end]];
    if (typeof from === 'string' && typeof to === 'string' && to < from) {
      problems.push({ path: `data.${end}`, message: `${to} is before ${start} ${from}` });
    }
  }
  if (partitionkey !== undefined && partitionkey !== key) {
    problems.push({ path: 'partitionkey', message: `must be "${key}", what the event is about` });
  }
  return problems;
}

const NESTING_OF_KNOWN_FIELDS = 6;

function withoutNulls(value: unknown, depth = 0): unknown {
  if (depth > NESTING_OF_KNOWN_FIELDS || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null)
      .map(([name, field]) => [name, withoutNulls(field, depth + 1)]),
  );
}

function countFreeText(data: Record<string, unknown>, field: string | undefined): Record<string, unknown> {
  const text = field !== undefined && Object.hasOwn(data, field) ? data[field] : undefined;
  if (typeof text !== 'string' || data['wordCount'] !== undefined) return data;
  return { ...data, wordCount: text.split(/\s+/u).filter((word) => word !== '').length };
}

/** The fields of `data` that are instants, as the schemas of the catalogue say. */
const INSTANT_FIELDS: ReadonlySet<string> = new Set(
  catalogue.flatMap(({ data }) =>
    Object.entries<z.core.$ZodType>(data.shape).flatMap(([name, field]) => (isInstant(field) ? [name] : [])),
  ),
);

function isInstant(field: z.core.$ZodType): boolean {
  return field instanceof z.ZodOptional ? isInstant(field.unwrap()) : field instanceof z.ZodISODateTime;
}

function canonicalInstants(data: unknown): unknown {
  return Object.fromEntries(
    Object.entries(data as Record<string, unknown>).map(([name, value]) => [
      name,
      INSTANT_FIELDS.has(name) && typeof value === 'string' ? canonicalInstant(value) : value,
    ]),
  );
}

function canonicalInstant(value: string): string {
  return new Date(value).toISOString();
}

function isInstantOutOfRange(time: unknown): boolean {
  const at = typeof time === 'string' ? Date.parse(time) : NaN;
  return !Number.isNaN(at) && z.iso.datetime({ offset: true }).safeParse(time).success;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => [name, sorted(field)]),
  );
}

function problemsOf(error: z.ZodError, prefix?: string): Problem[] {
  return error.issues.map((issue) => ({
    path: [...(prefix === undefined ? [] : [prefix]), ...issue.path.map(String)].join('.'),
    message: issue.message,
  }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rejected(reason: RejectionReason, problems: readonly Problem[]): { readonly rejection: Rejection } {
  return { rejection: { reason, problems } };
}
