import type { IncomingHttpHeaders } from 'node:http';
import { MAX_EVENT_BYTES, parseEvent, type Scanned } from '@hearback/domain';
import type { MessageToRecord } from '../record-events.command.js';

/** The media types under which events are taken. */
export const EVENT_MEDIA_TYPES = [
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'application/json',
] as const;

export type EventsBody =
  | { readonly kind: 'events'; readonly messages: readonly MessageToRecord[] }
  /** The whole body is one event, or no JSON. */
  | { readonly kind: 'one'; readonly message: MessageToRecord }
  /** Not JSON: kept as a whole. */
  | { readonly kind: 'malformed'; readonly detail: string }
  | { readonly kind: 'unsupported' };

/**
 * Finds the events of a body in any mode of the CloudEvents HTTP binding. Binary mode is told by `ce-specversion` beside plain
 * JSON; in the others the body's own shape says whether it is one event or several, so that a client that mixes
 * up the two structured media types is understood as well. Plain JSON is read the same way.
 *
 * Each event of an array is left as its bytes: it is parsed where it is decoded, one after the other.
 */
export function eventsFrom(headers: IncomingHttpHeaders, body: Buffer, scanned: Scanned): EventsBody {
  const mediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  const isCloudEvents = mediaType.startsWith('application/cloudevents');
  const isBinary = !isCloudEvents && headers['ce-specversion'] !== undefined;
  const isTaken = isBinary
    ? /^application\/([\w.-]+\+)?json$/.test(mediaType)
    : EVENT_MEDIA_TYPES.some((type) => type === mediaType);
  if (!isTaken) return { kind: 'unsupported' };
  if (isBinary && body.byteLength === 0) {
    return { kind: 'events', messages: [{ value: attributesFrom(headers) }] };
  }
  if (isBinary) {
    const parsed = parseEvent(body);
    if ('value' in parsed)
      return { kind: 'events', messages: [{ value: { ...attributesFrom(headers), data: parsed.value } }] };
    const { reason, problems } = parsed.rejection;
    if (reason === 'not-json') return { kind: 'malformed', detail: problems[0]?.message ?? '' };
    return { kind: 'events', messages: [{ bytes: body }] };
  }
  if (body.byteLength === 0) return { kind: 'malformed', detail: 'it is empty' };
  switch (scanned.kind) {
    case 'broken':
      return { kind: 'malformed', detail: scanned.problem };
    case 'value':
      return { kind: 'one', message: { bytes: body } };
    case 'array':
      return {
        kind: 'events',
        messages: scanned.items.map(({ start, end }) => ({ bytes: body.subarray(start, end) })),
      };
  }
}

/** A body that is not JSON and larger than an event may be can't be kept as a dead letter. */
export function isKeepable(body: Buffer): boolean {
  return body.byteLength > 0 && body.byteLength <= MAX_EVENT_BYTES;
}

function attributesFrom(headers: IncomingHttpHeaders): Record<string, string> {
  const attributes = new Map<string, string>();
  const { 'content-type': contentType } = headers;
  if (contentType !== undefined) attributes.set('datacontenttype', contentType);
  for (const [name, value] of Object.entries(headers)) {
    const attribute = /^ce-([a-z0-9]+)$/.exec(name)?.[1];
    // `data` is the body; a header of that name would stand in for it.
    if (attribute === undefined || attribute === 'data' || typeof value !== 'string') continue;
    attributes.set(attribute, attributeValue(value));
  }
  return Object.fromEntries(attributes);
}

/**
 * An attribute's value as a header carries it (CloudEvents HTTP binding 1.0.2, 3.1.3.2): first unquoted, then
 * percent-decoded once. What is not a valid escape stands for itself.
 */
export function attributeValue(header: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(header.trim())?.[1];
  const text = quoted === undefined ? header : quoted.replace(/\\(.)/g, '$1');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
