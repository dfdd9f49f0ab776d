/** What a client may take of the HTTP server. Times in milliseconds. */
export interface HttpLimits {
  /** For the headers of a request, from the first byte or from the connecting. */
  readonly headersMs: number;
  /** A connection without a request is kept so long. */
  readonly keepAliveMs: number;
  readonly connections: number;
  /** So long nothing of a body may come. */
  readonly bodySilenceMs: number;
  /** So long a body may take as a whole. */
  readonly bodyMs: number;
  /** Of the body of an import, which has no limit as a whole. */
  readonly importSilenceMs: number;
  /** In each such span ... */
  readonly importSpanMs: number;
  /** ... so many bytes of an import must come. */
  readonly importSpanBytes: number;
  /** What all bodies that are being read and worked on may hold together, in bytes. */
  readonly bodyBytes: number;
  /** So much of each body is not counted, so that small requests are answered also while large ones use up the rest. */
  readonly freeBytesPerBody: number;
  /** Requests under way may take so long once the service is told to stop. */
  readonly drainMs: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

export const HTTP_LIMITS: HttpLimits = {
  headersMs: 15_000,
  // Above the 60 s of common load balancers: theirs must end first, or they send a request into a closing connection.
  keepAliveMs: 75_000,
  connections: 1_000,
  bodySilenceMs: 15_000,
  bodyMs: 120_000,
  importSilenceMs: 30_000,
  importSpanMs: 60_000,
  importSpanBytes: 60 * KIB,
  bodyBytes: 128 * MIB,
  freeBytesPerBody: 64 * KIB,
  drainMs: 12_000,
};
