import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Store } from '../clickhouse/store.js';
import { deadLetterColumns, toDeadLetter, type DeadLetterRow } from './dead-letter.js';
import {
  GetDeadLetter,
  ListDeadLetters,
  type DeadLetter,
  type DeadLetterPage,
} from './dead-letters.query.js';
import { encodePosition } from './position.js';

/** How much of an original a list tells. */
export const LISTED_BYTES = 16 * 1024;

const KEY = '(recorded_time, topic, partition, offset)';

@QueryHandler(ListDeadLetters)
export class ListDeadLettersHandler implements IQueryHandler<ListDeadLetters> {
  constructor(private readonly store: Store) {}

  async execute({ reasons, limit, after }: ListDeadLetters): Promise<DeadLetterPage> {
    const chosen = reasons === undefined ? '1' : 'reason IN {reasons:Array(String)}';
    const older =
      after === undefined
        ? '1'
        : `${KEY} < ({recordedAt:DateTime64(3, 'UTC')}, {topic:String}, {partition:UInt32}, {offset:UInt64})`;
    const parameters = { ...(reasons === undefined ? {} : { reasons }), ...after };
    // The places first: of all the originals only those of the page are to be read.
    const places = `
      SELECT topic, partition, offset FROM stored_rejections FINAL
      WHERE ${chosen} AND ${older} ORDER BY ${KEY} DESC LIMIT {rows:UInt32}`;
    const [[counted], page] = await Promise.all([
      this.store.rows<{ total: number }>(
        `SELECT count() AS total FROM stored_rejections FINAL WHERE ${chosen}`,
        parameters,
      ),
      this.store.rows<DeadLetterRow>(
        `SELECT ${deadLetterColumns(LISTED_BYTES)} FROM stored_rejections FINAL
         WHERE (topic, partition, offset) IN (${places}) ORDER BY ${KEY} DESC`,
        { ...parameters, rows: limit + 1 },
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

@QueryHandler(GetDeadLetter)
export class GetDeadLetterHandler implements IQueryHandler<GetDeadLetter> {
  constructor(private readonly store: Store) {}

  async execute({ place }: GetDeadLetter): Promise<DeadLetter | undefined> {
    const [row] = await this.store.rows<DeadLetterRow>(
      `SELECT ${deadLetterColumns()} FROM stored_rejections FINAL
       WHERE topic = {topic:String} AND partition = {partition:UInt32} AND offset = {offset:UInt64}`,
      { ...place },
    );
    return row === undefined ? undefined : toDeadLetter(row);
  }
}
