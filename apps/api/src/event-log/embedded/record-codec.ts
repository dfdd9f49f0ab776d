import { crc32 } from 'node:zlib';
import type { LoggedRecord, RecordToAppend } from '../event-log.js';

/*
 * A record on disk, big-endian:
 *
 *   crc32 of all that follows   4 bytes
 *   appendedAt, ms since epoch  6 bytes
 *   key                         length (LEB128), bytes
 *   number of headers           LEB128
 *   per header name and value   length, bytes, length, bytes
 *   value                       the rest
 *
 * LMDB itself has no checksums: without this one a damaged page would be handed on as an event.
 */
const CRC_BYTES = 4;
const TIME_BYTES = 6;

const lengthBytes = (length: number): number => {
  let bytes = 1;
  for (let rest = length; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes += 1;
  return bytes;
};

/** Room a record takes on disk besides its key in the tree, in bytes. */
export function encodedLength({ key, value, headers }: RecordToAppend): number {
  const keyBytes = Buffer.byteLength(key);
  const entries = Object.entries(headers);
  let total =
    CRC_BYTES +
    TIME_BYTES +
    lengthBytes(keyBytes) +
    keyBytes +
    lengthBytes(entries.length) +
    value.byteLength;
  for (const entry of entries) {
    for (const text of entry) {
      const bytes = Buffer.byteLength(text);
      total += lengthBytes(bytes) + bytes;
    }
  }
  return total;
}

/** Where a length takes most room. */
const MOST_LENGTH_BYTES = 8;
/** A UTF-16 unit takes at most so many bytes in UTF-8. */
const MOST_BYTES_PER_UNIT = 3;

/** No less than {@link encodedLength}, and found without looking at each letter. */
export function mostEncodedLength({ key, value, headers }: RecordToAppend): number {
  let units = key.length;
  let texts = 1;
  for (const [name, content] of Object.entries(headers)) {
    units += name.length + content.length;
    texts += 2;
  }
  const lengths = MOST_LENGTH_BYTES * (texts + 1);
  return CRC_BYTES + TIME_BYTES + lengths + units * MOST_BYTES_PER_UNIT + value.byteLength;
}

export function encodeRecord(record: RecordToAppend, appendedAt: number): Buffer {
  const buffer = Buffer.allocUnsafe(encodedLength(record));
  let at = buffer.writeUIntBE(appendedAt, CRC_BYTES, TIME_BYTES);
  const writeLength = (length: number): void => {
    let rest = length;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) buffer[at++] = (rest % 0x80) | 0x80;
    buffer[at++] = rest;
  };
  const writeText = (text: string): void => {
    writeLength(Buffer.byteLength(text));
    at += buffer.write(text, at);
  };
  writeText(record.key);
  const headers = Object.entries(record.headers);
  writeLength(headers.length);
  for (const [name, value] of headers) {
    writeText(name);
    writeText(value);
  }
  buffer.set(record.value, at);
  buffer.writeUInt32BE(crc32(buffer.subarray(CRC_BYTES)), 0);
  return buffer;
}

/** The record in `bytes`, which it keeps referring to; null when the bytes are damaged. */
export function decodeRecord(offset: bigint, bytes: Buffer): LoggedRecord | null {
  if (bytes.length < CRC_BYTES + TIME_BYTES) return null;
  if (bytes.readUInt32BE(0) !== crc32(bytes.subarray(CRC_BYTES))) return null;
  const appendedAt = bytes.readUIntBE(CRC_BYTES, TIME_BYTES);
  let at = CRC_BYTES + TIME_BYTES;
  const readLength = (): number => {
    let length = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = bytes.readUInt8(at++);
      length += (byte & 0x7f) * factor;
      if (byte < 0x80) return length;
    }
  };
  const readBytes = (): Buffer => {
    const end = readLength() + at;
    const part = bytes.subarray(at, end);
    at = end;
    return part;
  };
  const key = readBytes();
  const headers: [string, Uint8Array][] = [];
  for (let left = readLength(); left > 0; left -= 1) headers.push([readBytes().toString(), readBytes()]);
  // fromEntries defines own properties, so that a header called __proto__ stays a header.
  return { offset, appendedAt, key, value: bytes.subarray(at), headers: Object.fromEntries(headers) };
}
