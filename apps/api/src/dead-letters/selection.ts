import type { RejectionReason } from '@hearback/domain';
import { toDateTime64 } from '../clickhouse/client.js';

/** How it stands with a dead letter: never sent again, or what came of it. */
export const standings = ['none', 'recorded', 'rejected'] as const;
export type Standing = (typeof standings)[number];

/** Which dead letters. What is left out restricts nothing. */
export interface DeadLetterFilter {
  readonly reasons?: readonly RejectionReason[];
  /** By which door; `import` means every import. */
  readonly origins?: readonly string[];
  readonly topics?: readonly string[];
  /** Recorded at or after this instant (milliseconds since the epoch), */
  readonly from?: number;
  /** and before this one. */
  readonly to?: number;
  readonly outcome?: Standing;
}

export const PLACE = '(topic, partition, offset)';
/** The order in which they came in. */
export const KEY = '(recorded_time, topic, partition, offset)';

const ID = "concat(topic, '/', toString(partition), '/', toString(offset))";
const replayed = (outcomes: string): string =>
  `${PLACE} IN (SELECT topic, partition, offset FROM stored_replays FINAL WHERE outcome IN (${outcomes}))`;
const IS_RECORDED = replayed("'recorded', 'duplicate'");
const IS_REJECTED_AGAIN = replayed("'rejected'");

/** SQL: the standing of a row of `stored_rejections`. */
export const STANDING = `multiIf(${IS_RECORDED}, 'recorded', ${IS_REJECTED_AGAIN}, 'rejected', 'none')`;

/**
 * SQL: what is rejected again when it is sent in place of a dead letter belongs to that one, and is none of its own.
 * Anybody who writes to the log may claim that: only where there is such a dead letter is it believed.
 */
const IS_OF_ITS_OWN = `replay_of NOT IN (
  SELECT ${ID} FROM stored_rejections
  WHERE ${ID} IN (SELECT replay_of FROM stored_rejections WHERE replay_of != ''))`;

/** SQL: the conditions on `stored_rejections`, and their parameters. */
export function conditionsOf(filter: DeadLetterFilter): {
  readonly where: string;
  readonly parameters: Readonly<Record<string, unknown>>;
} {
  const { reasons, origins, topics, from, to, outcome } = filter;
  const conditions = [
    IS_OF_ITS_OWN,
    ...(reasons === undefined ? [] : ['reason IN {reasons:Array(String)}']),
    ...(origins === undefined
      ? []
      : ["(origin IN {origins:Array(String)} OR splitByChar(':', origin)[1] IN {origins:Array(String)})"]),
    ...(topics === undefined ? [] : ['topic IN {topics:Array(String)}']),
    ...(from === undefined ? [] : ["recorded_time >= {from:DateTime64(3, 'UTC')}"]),
    ...(to === undefined ? [] : ["recorded_time < {to:DateTime64(3, 'UTC')}"]),
    ...(outcome === undefined ? [] : [`${STANDING} = {outcome:String}`]),
  ];
  return {
    where: conditions.join(' AND '),
    parameters: {
      ...(reasons !== undefined && { reasons }),
      ...(origins !== undefined && { origins }),
      ...(topics !== undefined && { topics }),
      ...(from !== undefined && { from: toDateTime64(from) }),
      ...(to !== undefined && { to: toDateTime64(to) }),
      ...(outcome !== undefined && { outcome }),
    },
  };
}
