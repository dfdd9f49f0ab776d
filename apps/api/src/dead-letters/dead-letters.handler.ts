import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Store } from '../clickhouse/store.js';
import type { ReplayRow } from '../projection/rejections/replay-row.js';
import { deadLetterColumns, toDeadLetter, toReplay, type DeadLetterRow } from './dead-letter.js';
import {
  GetDeadLetter,
  ListDeadLetters,
  type DeadLetterPage,
  type DeadLetterWithReplays,
} from './dead-letters.query.js';
import { encodePosition } from './position.js';
import { conditionsOf, KEY, PLACE } from './selection.js';

/** How much of an original a list tells. */
export const LISTED_BYTES = 16 * 1024;

@QueryHandler(ListDeadLetters)
export class ListDeadLettersHandler implements IQueryHandler<ListDeadLetters> {
  constructor(private readonly store: Store) {}

  async execute({ filter, limit, after }: ListDeadLetters): Promise<DeadLetterPage> {
    const { where, parameters } = conditionsOf(filter);
    const older =
      after === undefined
        ? '1'
        : `${KEY} < ({recordedAt:DateTime64(3, 'UTC')}, {topic:String}, {partition:UInt32}, {offset:UInt64})`;
    // The places first: of all the originals only those of the page are to be read.
    const places = `
      SELECT topic, partition, offset FROM stored_rejections FINAL
      WHERE ${where} AND ${older} ORDER BY ${KEY} DESC LIMIT {rows:UInt32}`;
    const [[counted], page] = await Promise.all([
      this.store.rows<{ total: number }>(
        `SELECT count() AS total FROM stored_rejections FINAL WHERE ${where}`,
        parameters,
      ),
      this.store.rows<DeadLetterRow>(
        `SELECT ${deadLetterColumns(LISTED_BYTES)} FROM stored_rejections FINAL
         WHERE ${PLACE} IN (${places}) ORDER BY ${KEY} DESC`,
        { ...parameters, ...after, rows: limit + 1 },
      ),
    ]);
    const last = page.length > limit ? page[limit - 1] : undefined;
    return {
      total: counted?.total ?? 0,
      rows: page.slice(0, limit).map((row) => toDeadLetter(row, LISTED_BYTES)),
      ...(last === undefined
        ? {}
        : {
            next: encodePosition({
              recordedAt: last.recorded_at,
              topic: last.topic,
              partition: last.partition,
              offset: last.log_offset,
            }),
          }),
    };
  }
}

const AT_PLACE = 'topic = {topic:String} AND partition = {partition:UInt32} AND offset = {offset:UInt64}';

@QueryHandler(GetDeadLetter)
export class GetDeadLetterHandler implements IQueryHandler<GetDeadLetter> {
  constructor(private readonly store: Store) {}

  async execute({ place }: GetDeadLetter): Promise<DeadLetterWithReplays | undefined> {
    const [[row], replays] = await Promise.all([
      this.store.rows<DeadLetterRow>(
        `SELECT ${deadLetterColumns()} FROM stored_rejections FINAL WHERE ${AT_PLACE}`,
        { ...place },
      ),
      this.store.rows<ReplayRow>(
        `SELECT * FROM stored_replays FINAL WHERE ${AT_PLACE} ORDER BY at DESC, run DESC LIMIT 100`,
        { ...place },
      ),
    ]);
    return row === undefined ? undefined : { ...toDeadLetter(row), replays: replays.map(toReplay) };
  }
}
