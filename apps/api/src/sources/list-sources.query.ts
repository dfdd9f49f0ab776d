import { Query } from '@nestjs/cqrs';

/** What came in: from where, how late, and what could not be read. */
export class ListSources extends Query<Sources> {}

export interface Sources {
  /** The largest first. */
  readonly sources: readonly Source[];
  /** The last thirty days in the organisation's zone, oldest first and without holes. */
  readonly days: readonly { readonly day: string; readonly events: number }[];
  readonly rejected: {
    readonly total: number;
    readonly reasons: readonly { readonly reason: string; readonly count: number; readonly lastAt: string }[];
  };
}

export interface Source {
  readonly source: string;
  readonly events: number;
  /** When what it told of happened. */
  readonly firstAt: string;
  readonly lastAt: string;
  /** When the last of it arrived. */
  readonly lastRecordedAt: string;
  /** Seconds between what happened and its arrival. */
  readonly lateness: { readonly median: number; readonly p90: number; readonly longest: number };
  readonly types: readonly { readonly type: string; readonly events: number }[];
  /** The bundled sample. */
  readonly sample: boolean;
  /** Made up by `hearback simulate`. */
  readonly simulated: boolean;
}
