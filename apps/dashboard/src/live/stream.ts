export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  /** `since` in milliseconds since the epoch. */
  | { readonly state: 'disconnected'; readonly since: number };

/** The part of an EventSource that is used, so that tests can play its role. */
export interface Source {
  readonly readyState: number;
  addEventListener(type: string, listener: () => void): void;
  close(): void;
}

export interface StreamOptions {
  readonly open: () => Source;
  readonly now: () => number;
  /** A read model moved, or may have moved unseen while the stream was away. */
  readonly onMoved: () => void;
  readonly onConnection: (connection: Connection) => void;
}

const CLOSED = 2;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 15_000;

/**
 * Follows `GET /stream`. A browser reconnects by itself after a lost connection, but gives up for good on an answer
 * that is no stream (a 503 of an outage, a proxy's page): then a new one is opened, with a growing pause.
 *
 * @returns a function that ends it
 */
export function followStream({ open, now, onMoved, onConnection }: StreamOptions): () => void {
  let source: Source;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = FIRST_RETRY_MS;
  let lostAt: number | undefined;

  const connect = (): void => {
    const opened = open();
    source = opened;
    opened.addEventListener('projected', onMoved);
    opened.addEventListener('open', () => {
      retryMs = FIRST_RETRY_MS;
      if (lostAt !== undefined) onMoved();
      lostAt = undefined;
      onConnection({ state: 'live' });
    });
    opened.addEventListener('error', () => {
      lostAt ??= now();
      onConnection({ state: 'disconnected', since: lostAt });
      if (opened.readyState !== CLOSED) return;
      opened.close();
      timer = setTimeout(connect, retryMs);
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    });
  };

  onConnection({ state: 'connecting' });
  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
