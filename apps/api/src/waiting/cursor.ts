import { z } from 'zod';
import { Problem } from '../platform/problem.js';

/** Where a page ended: the sort key of its last row, so that rows that come or go meanwhile shift nothing. */
export interface Cursor {
  /** As DateTime64(3, 'UTC') is written. */
  readonly startedAt: string;
  readonly obligationId: string;
}

const schema = z.tuple([z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/), z.string().min(1)]);

export function encodeCursor({ startedAt, obligationId }: Cursor): string {
  return Buffer.from(JSON.stringify([startedAt, obligationId])).toString('base64url');
}

/** @throws Problem 400 for anything that was not given out as `next` */
export function decodeCursor(text: string): Cursor {
  try {
    const [startedAt, obligationId] = schema.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString('utf8')),
    );
    return { startedAt, obligationId };
  } catch {
    throw new Problem(400, 'Invalid parameters', 'cursor: must be the `next` of an earlier page');
  }
}
