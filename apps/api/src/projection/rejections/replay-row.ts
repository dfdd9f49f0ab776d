import type { Rejection } from '@hearback/domain';
import { toDateTime64 } from '../../clickhouse/client.js';
import type { Judged } from '../judge.js';
import { placeOf } from './place.js';

/** The origin of what is sent again in place of a dead letter. */
export const REPLAY_ORIGIN = 'replay';
/** Header: id of the dead letter, `topic/partition/offset`. */
export const REPLAY_OF = 'hearback-replay-of';
/** Header: the run that sent it again. */
export const REPLAY_RUN = 'hearback-replay-run';
/** Header: there where somebody mended it by hand. */
export const REPLAY_MENDED = 'hearback-replay-mended';

export type ReplayOutcome = 'recorded' | 'duplicate' | 'rejected' | 'not-kept';

/** What tells more replaces what tells less. */
export const VERSION = { ofLog: 1, ofDoor: 2, ofProjector: 3 } as const;

/** A row of `stored_replays`. */
export interface ReplayRow {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly run: string;
  readonly at: string;
  readonly outcome: ReplayOutcome;
  readonly mended: 0 | 1;
  /** Of a rejection; else empty. */
  readonly reason: string;
  /** JSON: the list of problems. */
  readonly detail: string;
  readonly event_source: string;
  readonly event_id: string;
  readonly version: number;
}

/** The dead letter in whose place a record was sent again, as its headers say it. */
export function replayOf({ origin, record: { headers } }: Judged): { of: string; run: string } | undefined {
  const [of, run] = [headers[REPLAY_OF], headers[REPLAY_RUN]];
  if (origin !== REPLAY_ORIGIN || of === undefined || run === undefined) return undefined;
  const decoder = new TextDecoder();
  return { of: decoder.decode(of), run: decoder.decode(run) };
}

/**
 * What the log says about a replay, so that an emptied store learns again which dead letters are mended. Whether the
 * event was new when it was sent can't be told any more when the record is read for the second time.
 */
export function toReplayRow(message: Judged, rejection: Rejection | undefined): ReplayRow | undefined {
  const replay = replayOf(message);
  const place = placeOf(replay?.of ?? '');
  if (replay === undefined || place === undefined) return undefined;
  const event = 'event' in message.decoded ? message.decoded.event : undefined;
  return {
    ...place,
    run: replay.run,
    at: toDateTime64(message.recordedTime),
    outcome: rejection === undefined ? 'recorded' : 'rejected',
    mended: message.record.headers[REPLAY_MENDED] === undefined ? 0 : 1,
    reason: rejection?.reason ?? '',
    detail: JSON.stringify(rejection?.problems ?? []),
    event_source: event?.source ?? '',
    event_id: event?.id ?? '',
    version: rejection === undefined ? VERSION.ofLog : VERSION.ofProjector,
  };
}
