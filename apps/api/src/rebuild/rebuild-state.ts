import { z } from 'zod';

/** What a rebuild takes the events from: the event log, or the table of events of the store itself. */
export const SOURCES = ['log', 'events'] as const;
export type Source = (typeof SOURCES)[number];

/**
 * copying: from the table of events; replaying: from the log; comparing: old with new; swapping: not to be stopped any
 * more; held: waits for a decision; failed: stopped by an error, goes on when asked to.
 */
const PHASES = [
  'copying',
  'replaying',
  'comparing',
  'swapping',
  'held',
  'failed',
  'done',
  'abandoned',
] as const;
export type Phase = (typeof PHASES)[number];

const difference = z.object({
  key: z.record(z.string(), z.union([z.string(), z.number()])),
  why: z.string(),
  old: z.record(z.string(), z.unknown()).nullable(),
  new: z.record(z.string(), z.unknown()).nullable(),
});

const tableComparison = z.object({
  table: z.string(),
  oldRows: z.number(),
  newRows: z.number(),
  /** Over the rows of both that don't belong to what arrived meanwhile, whatever their order. */
  oldChecksum: z.string(),
  newChecksum: z.string(),
  onlyOld: z.number(),
  onlyNew: z.number(),
  changed: z.number(),
  differences: z.array(difference),
});

const comparison = z.object({
  tables: z.array(tableComparison),
  /** Events that came in after the moment at which the old tables were looked at; left out of the comparison. */
  arrivedMeanwhile: z.number(),
  equal: z.boolean(),
});

export type Difference = z.infer<typeof difference>;
export type TableComparison = z.infer<typeof tableComparison>;
export type Comparison = z.infer<typeof comparison>;

const missing = z.object({
  /** Events of the store that the log no longer has. */
  events: z.number(),
  rejections: z.number(),
  /** Where the log begins, of partitions that have lost their beginning. */
  logBegins: z.array(z.object({ partition: z.number(), first: z.number() })),
});
export type Missing = z.infer<typeof missing>;

/** As kept in the store: read by another process, perhaps of a later version. */
export const rebuildState = z.object({
  generation: z.string(),
  source: z.enum(SOURCES),
  acceptMissing: z.boolean(),
  phase: z.enum(PHASES),
  /** Where it stood when it was held or failed. */
  stoppedIn: z.enum(PHASES).optional(),
  problem: z.string().optional(),
  foldOptions: z.string(),
  /** Number of migrations that had been applied when the fresh tables were made. */
  schema: z.number(),
  startedAt: z.string(),
  endedAt: z.string().optional(),
  missing,
  /** Copying: the last application that was copied as a whole, and how many events so far, of how many. */
  copied: z.object({ through: z.string(), events: z.number(), of: z.number() }).optional(),
  /** Copying: where the projector stood before; the log is replayed from there. By partition. */
  replayFrom: z.array(z.tuple([z.number(), z.string()])).optional(),
  comparison: comparison.optional(),
  /** Swapping: by table, the engine's id of the fresh one. Whoever has the id under the table's own name is in place. */
  fresh: z.record(z.string(), z.string()).optional(),
  owner: z.string(),
});
export type RebuildState = z.infer<typeof rebuildState>;

/** Whether somebody works on it, or should. */
export const isUnderWay = ({ phase }: RebuildState): boolean =>
  phase === 'copying' || phase === 'replaying' || phase === 'comparing' || phase === 'swapping';

/** Whether its tables are still there. */
export const isOpen = (state: RebuildState): boolean =>
  isUnderWay(state) || state.phase === 'held' || state.phase === 'failed';

/** What a client is told. */
export interface RebuildView {
  readonly phase: Phase | 'none';
  readonly generation?: string;
  readonly source?: Source;
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** Events of the source that are done, of how many; what came in since counts as well. */
  readonly done?: number;
  readonly total?: number;
  /** Left at the pace so far; null as long as nothing can be said. */
  readonly secondsLeft?: number | null;
  readonly problem?: string;
  readonly missing?: Missing;
  readonly comparison?: Comparison;
}
