import {
  decodeBytes,
  decodeEvent,
  MAX_EVENT_BYTES,
  parseEvent,
  tooLarge,
  type Decoded,
} from '@hearback/domain';
import type { MessageToRecord } from './record-events.command.js';

/** A message with the domain's judgement of it. */
export interface JudgedMessage {
  /** As it came. */
  readonly bytes: Uint8Array;
  readonly decoded: Decoded;
  /** What a rejected message says about itself; nothing of it can be relied on. */
  readonly hints: MessageHints;
}

export interface MessageHints {
  readonly id?: string;
  readonly source?: string;
  readonly applicationId?: string;
}

/**
 * Decodes a message in such a way that the projector, which sees only the bytes and the same recorded time, comes
 * to the same judgement.
 */
export function judgeMessage(message: MessageToRecord, recordedTime: string): JudgedMessage {
  if ('bytes' in message) {
    const { bytes } = message;
    const parsed = parseEvent(bytes);
    if ('rejection' in parsed) return { bytes, decoded: parsed, hints: {} };
    const decoded = decodeEvent(parsed.value, recordedTime);
    return { bytes, decoded, hints: 'event' in decoded ? {} : hintsOf(parsed.value) };
  }
  const text = textOf(message.value);
  if (text === undefined)
    return { bytes: new Uint8Array(), decoded: TOO_DEEP, hints: hintsOf(message.value) };
  const bytes = encode(text);
  if (bytes.byteLength > MAX_EVENT_BYTES) {
    return { bytes, decoded: tooLarge(bytes.byteLength), hints: hintsOf(message.value) };
  }
  const decoded = decodeEvent(message.value, recordedTime);
  if ('event' in decoded) return { bytes, decoded, hints: {} };
  // TRICKY: a value may say more than its JSON text (an infinite number becomes null); the text is what stays.
  return { bytes, decoded: decodeBytes(bytes, recordedTime), hints: hintsOf(message.value) };
}

const TOO_DEEP: Decoded = {
  rejection: {
    reason: 'too-large',
    problems: [
      { path: '', message: 'nested more deeply than can be kept; no event needs more than a few levels' },
    ],
  },
};

/** `undefined` where it is nested too deeply to be written again: reading JSON knows no such limit, writing does. */
function textOf(value: unknown): string | undefined {
  try {
    // `undefined` has no JSON text; null has, and is as little of an event.
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function hintsOf(value: unknown): MessageHints {
  const { id, source, data } = record(value);
  const { applicationId } = record(data);
  return {
    ...(isShortText(id) ? { id } : {}),
    ...(isShortText(source) ? { source } : {}),
    ...(isShortText(applicationId) ? { applicationId } : {}),
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 500;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
