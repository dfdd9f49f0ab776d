import { z } from 'zod';
import { Problem } from '../../platform/problem.js';
import { instantNumber, storedInstant } from '../../platform/time-parameters.js';

/** Where a page ended: which listing, and the sort key of its last row. */
export interface Position {
  readonly listing: number;
  /** As DateTime64(3, 'UTC') is written. */
  readonly at: string;
  readonly id: string;
}

/** Every page is seen from the instant of the first, also where that was "now". */
export interface Cursor extends Position {
  /** Milliseconds since the epoch. */
  readonly asOf: number;
}

const schema = z.tuple([instantNumber, z.number().int().nonnegative(), storedInstant, z.string().min(1)]);

export function encodeCursor({ asOf, listing, at, id }: Cursor): string {
  return Buffer.from(JSON.stringify([asOf, listing, at, id])).toString('base64url');
}

/** @throws Problem 400 for anything that was not given out as `next` */
export function decodeCursor(text: string): Cursor {
  try {
    const [asOf, listing, at, id] = schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { asOf, listing, at, id };
  } catch {
    throw new Problem(400, 'Invalid parameters', 'cursor: must be the `next` of an earlier page');
  }
}
