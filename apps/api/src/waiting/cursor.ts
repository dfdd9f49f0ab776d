import { z } from 'zod';
import { Problem } from '../platform/problem.js';
import { instantNumber, storedInstant } from '../platform/time-parameters.js';

/** Where a page ended: the sort key of its last row, so that rows that come or go meanwhile shift nothing. */
export interface Cursor {
  /** As DateTime64(3, 'UTC') is written. */
  readonly startedAt: string;
  readonly obligationId: string;
  /** Of a list that depends on what is overdue: whether it was, and seen from when (what is overdue changes). */
  readonly overdue?: { readonly is: 0 | 1; readonly asOf: number };
}

const place = [storedInstant, z.string().min(1)] as const;
const oldest = z.tuple(place);
const overdue = z.tuple([...place, z.union([z.literal(0), z.literal(1)]), instantNumber]);

export function encodeCursor({ startedAt, obligationId, overdue }: Cursor): string {
  const key = [startedAt, obligationId, ...(overdue === undefined ? [] : [overdue.is, overdue.asOf])];
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * @param dependsOnOverdue whether the list does: by its order, or since it holds nothing else
 * @throws Problem 400 for anything that was not given out as `next` of such a list
 */
export function decodeCursor(text: string, dependsOnOverdue: boolean): Cursor {
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!dependsOnOverdue) {
      const [startedAt, obligationId] = oldest.parse(key);
      return { startedAt, obligationId };
    }
    const [startedAt, obligationId, is, asOf] = overdue.parse(key);
    return { startedAt, obligationId, overdue: { is, asOf } };
  } catch {
    const detail = 'cursor: must be the `next` of an earlier page in the same order';
    throw new Problem(400, 'Invalid parameters', detail);
  }
}
