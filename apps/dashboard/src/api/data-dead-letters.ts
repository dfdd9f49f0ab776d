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
  /** Of the record in the log, in base64; `null` where it has none. */
  readonly keyBase64: string | null;
  /** `null`: its bytes are no text, or gone. */
  readonly text: string | null;
  readonly bytesBase64: string;
  /** Of the whole of it, in bytes. */
  readonly size: number;
  /** The original is still there; after a time that is configured it is deleted. */
  readonly isKept: boolean;
  /** Only the beginning of it is here. */
  readonly isCut: boolean;
  readonly outcome: Standing;
}

/** Whether it was sent again, and what came of it. */
export const standings = ['none', 'recorded', 'rejected'] as const;
export type Standing = (typeof standings)[number];

export interface DeadLetterInFull extends DeadLetter {
  readonly replays: readonly Replay[];
}

/** One time that it was sent again. */
export interface Replay {
  readonly run: string;
  readonly at: string;
  readonly outcome: ReplayOutcome;
  /** What was sent was mended by hand. */
  readonly isMended: boolean;
  readonly reason?: string;
  readonly problems: readonly Problem[];
  readonly event?: { readonly source: string; readonly id: string };
}

export type ReplayOutcome = 'recorded' | 'duplicate' | 'rejected' | 'not-kept';

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

/** Which of them; what is left out restricts nothing. Under the names of the API. */
export interface LetterFilter {
  readonly reason?: string;
  readonly origin?: string;
  readonly topic?: string;
  readonly outcome?: Standing;
  /** Days of the organisation's zone, or instants; the second one exclusive. */
  readonly from?: string;
  readonly to?: string;
}

/** @param cursor of the page before; absent: the first */
export function deadLettersPath(filter: LetterFilter, cursor?: string): string {
  const query = new URLSearchParams({ limit: String(PAGE) });
  for (const [name, value] of Object.entries(filter)) query.set(name, String(value));
  if (cursor !== undefined) query.set('cursor', cursor);
  return `/dead-letters?${query.toString()}`;
}

export function fetchDeadLetters(path: string, signal?: AbortSignal): Promise<DeadLettersPage> {
  return getJson(path, parseDeadLetters, signal);
}

/** One in full length. */
export function fetchDeadLetter(id: string, signal?: AbortSignal): Promise<DeadLetterInFull> {
  const parse = (body: unknown): DeadLetterInFull => {
    const letter = parseDeadLetter(body) as DeadLetterInFull;
    if (!Array.isArray(letter.replays)) throw new Error('the replays of a rejected message are missing');
    return letter;
  };
  return getJson(deadLetterPath(id), parse, signal);
}

export function deadLetterPath(id: string): string {
  return `/dead-letters/${encodeURIComponent(id)}`;
}
