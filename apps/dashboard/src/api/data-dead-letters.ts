import { getJson } from './get-json.js';

/** A message that became no event, kept as it came. */
export interface DeadLetter {
  /** Topic, partition and offset, with slashes between. */
  readonly id: string;
  readonly reason: string;
  readonly problems: readonly Problem[];
  /** Who handed it in: a route, an import, another program on the log. */
  readonly origin: string | null;
  readonly recordedAt: string | null;
  /** When it came into the log. */
  readonly appendedAt: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `null`: its bytes are no text. */
  readonly text: string | null;
  readonly bytesBase64: string;
  /** Only the beginning of it is here. */
  readonly isCut: boolean;
}

export interface Problem {
  /** Where in the event; empty for the whole of it. */
  readonly path: string;
  readonly message: string;
}

export interface DeadLettersPage {
  readonly total: number;
  readonly rows: readonly DeadLetter[];
  readonly next?: string;
}

/** @throws Error that says what is missing */
export function parseDeadLetter(body: unknown): DeadLetter {
  const letter = body as Partial<DeadLetter> | null;
  if (typeof letter?.id !== 'string') throw new Error('the id of a rejected message is missing');
  if (typeof letter.reason !== 'string') throw new Error('the reason of a rejected message is missing');
  if (!Array.isArray(letter.problems)) throw new Error('the problems of a rejected message are missing');
  return letter as DeadLetter;
}

/** @throws Error that says what is missing */
export function parseDeadLetters(body: unknown): DeadLettersPage {
  const page = body as Partial<DeadLettersPage> | null;
  if (typeof page?.total !== 'number') throw new Error('the total is missing');
  if (!Array.isArray(page.rows)) throw new Error('the rows are missing');
  const rows = (page.rows as readonly unknown[]).map(parseDeadLetter);
  return { total: page.total, rows, ...(typeof page.next === 'string' && { next: page.next }) };
}

const PAGE = 50;

/**
 * @param reason empty: all of them
 * @param cursor of the page before; absent: the first
 */
export function deadLettersPath(reason: string, cursor?: string): string {
  const query = new URLSearchParams({ limit: String(PAGE) });
  if (reason !== '') query.set('reason', reason);
  if (cursor !== undefined) query.set('cursor', cursor);
  return `/dead-letters?${query.toString()}`;
}

export function fetchDeadLetters(path: string, signal?: AbortSignal): Promise<DeadLettersPage> {
  return getJson(path, parseDeadLetters, signal);
}

/** One in full length. */
export function fetchDeadLetter(id: string, signal?: AbortSignal): Promise<DeadLetter> {
  return getJson(`/dead-letters/${encodeURIComponent(id)}`, parseDeadLetter, signal);
}
