const MEBIBYTE = 2 ** 20;

/** The least that can be set: below it the parts of the reserve could not be told apart. */
export const LEAST_RESERVE = 32 * MEBIBYTE;

/** Free space, in bytes, on the file system of the data directory, below which something stops. */
export interface Reserve {
  /** Figures, SQL and the projection: whatever makes the engine write results, parts and merged parts. */
  readonly figures: number;
  /** What the engine's inserts and merges leave free, which runs up to here what had begun before. */
  readonly engine: number;
  /** Events and imports: the log and the candidate keys. */
  readonly events: number;
}

/**
 * @param configured of `HEARBACK_RESERVE`; by default 5 % of the file system, but no less than 256 MiB and no more than 2 GiB:
 *   a batch of events and its folded rows have up to 100 MB, and four answers of analysts up to 2 GiB
 * @param fileSystem its size in bytes
 */
export function reserveOf(configured: number | undefined, fileSystem: number): Reserve {
  const figures =
    configured ?? Math.min(2_048 * MEBIBYTE, Math.max(256 * MEBIBYTE, Math.floor(fileSystem / 20)));
  return {
    figures,
    engine: Math.floor(figures / 2),
    events: Math.max(Math.floor(figures / 4), LEAST_RESERVE / 2),
  };
}
