import { z } from 'zod';
import { Problem } from '../platform/problem.js';
import { storedInstant } from '../platform/time-parameters.js';
import type { DeadLetterPosition } from './dead-letters.query.js';

const MOST_PARTITION = 2 ** 32 - 1;
const offset = z.string().regex(/^\d{1,19}$/);

const position = z.tuple([storedInstant, z.string(), z.number().int().min(0).max(MOST_PARTITION), offset]);

export function encodePosition({ recordedAt, topic, partition, offset: at }: DeadLetterPosition): string {
  return Buffer.from(JSON.stringify([recordedAt, topic, partition, at])).toString('base64url');
}

/** @throws Problem 400 for anything that was not given out as `next` */
export function decodePosition(text: string): DeadLetterPosition {
  try {
    const [recordedAt, topic, partition, at] = position.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString('utf8')),
    );
    return { recordedAt, topic, partition, offset: at };
  } catch {
    throw new Problem(400, 'Invalid parameters', 'cursor: must be the `next` of an earlier page');
  }
}
