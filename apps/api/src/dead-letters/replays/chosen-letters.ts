import { Injectable } from '@nestjs/common';
import { Store } from '../../clickhouse/store.js';
import { idOf, placeOf, type PlaceInLog } from '../../projection/rejections/place.js';
import { conditionsOf, KEY, PLACE, type DeadLetterFilter } from '../selection.js';

/** A dead letter with what is needed to send it again. */
export interface KeptLetter extends PlaceInLog {
  readonly id: string;
  /** `undefined`: not kept any more. */
  readonly bytes: Uint8Array | undefined;
}

interface PlaceRow {
  readonly recorded_at: string;
  readonly topic: string;
  readonly partition: number;
  readonly log_offset: string;
  readonly length: number;
}

interface BytesRow extends PlaceRow {
  readonly bytes: string;
  readonly is_kept: 0 | 1;
}

const PLACES_AT_ONCE = 1000;
/** Of one batch: so much is held in memory, and so long others wait for their turn. */
const BATCH_MESSAGES = 200;
const BATCH_BYTES = 8 * 1024 * 1024;

const PLACE_COLUMNS =
  'recorded_time AS recorded_at, topic, partition, toString(offset) AS log_offset, size AS length';

/** Which dead letters are meant: read from the store in batches, the first recorded first. */
@Injectable()
export class ChosenLetters {
  constructor(private readonly store: Store) {}

  async count(filter: DeadLetterFilter): Promise<number> {
    const { where, parameters } = conditionsOf(filter);
    const [row] = await this.store.rows<{ total: number }>(
      `SELECT count() AS total FROM stored_rejections FINAL WHERE ${where}`,
      parameters,
    );
    return row?.total ?? 0;
  }

  /** Which of these there are. */
  async existing(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set((await this.#at(placesOf(ids))).map((row) => idOf(placeIn(row))));
  }

  async *byIds(ids: readonly string[]): AsyncGenerator<readonly KeptLetter[]> {
    for (const batch of inBatches(await this.#at(placesOf(ids)))) yield await this.#lettersAt(batch);
  }

  /**
   * In the order in which they came in, because of two contents under one id the first one wins. What is sent on the
   * way never turns up again: the position only moves forward.
   */
  async *byFilter(filter: DeadLetterFilter): AsyncGenerator<readonly KeptLetter[]> {
    const { where, parameters } = conditionsOf(filter);
    for (let last: PlaceRow | undefined; ;) {
      const rows: PlaceRow[] = await this.store.rows<PlaceRow>(
        `SELECT ${PLACE_COLUMNS} FROM stored_rejections FINAL WHERE ${where} AND ${last === undefined ? '1' : LATER}
         ORDER BY ${KEY} LIMIT ${PLACES_AT_ONCE}`,
        { ...parameters, ...(last && positionOf(last)) },
      );
      for (const batch of inBatches(rows)) yield await this.#lettersAt(batch);
      last = rows.at(-1);
      if (rows.length < PLACES_AT_ONCE) return;
    }
  }

  async #at(places: readonly PlaceInLog[]): Promise<PlaceRow[]> {
    if (places.length === 0) return [];
    return this.store.rows<PlaceRow>(
      `SELECT ${PLACE_COLUMNS} FROM stored_rejections FINAL WHERE ${PLACE} IN ${setOf(places)} ORDER BY ${KEY}`,
    );
  }

  async #lettersAt(places: readonly PlaceRow[]): Promise<readonly KeptLetter[]> {
    const rows = await this.store.rows<BytesRow>(
      `SELECT ${PLACE_COLUMNS}, bytes_base64 AS bytes, bytes_kept AS is_kept FROM stored_rejections FINAL
       WHERE ${PLACE} IN ${setOf(places.map(placeIn))} ORDER BY ${KEY}`,
    );
    return rows.map((row) => {
      const place = placeIn(row);
      return {
        ...place,
        id: idOf(place),
        bytes: row.is_kept === 1 ? new Uint8Array(Buffer.from(row.bytes, 'base64')) : undefined,
      };
    });
  }
}

const LATER = `${KEY} > ({lastAt:DateTime64(3, 'UTC')}, {lastTopic:String}, {lastPartition:UInt32}, {lastOffset:UInt64})`;

function positionOf(row: PlaceRow): Record<string, unknown> {
  return {
    lastAt: row.recorded_at,
    lastTopic: row.topic,
    lastPartition: row.partition,
    lastOffset: row.log_offset,
  };
}

function placeIn({ topic, partition, log_offset: offset }: PlaceRow): PlaceInLog {
  return { topic, partition, offset };
}

/** What is no place can't be one of ours. */
function placesOf(ids: readonly string[]): PlaceInLog[] {
  return ids.map(placeOf).filter((place) => place !== undefined);
}

/** SQL: a set that the primary key finds, and no way out of its literals. */
function setOf(places: readonly PlaceInLog[]): string {
  const one = ({ topic, partition, offset }: PlaceInLog): string =>
    `(unhex('${Buffer.from(topic, 'utf8').toString('hex')}'), ${partition}, ${BigInt(offset)})`;
  return `(${places.map(one).join(', ')})`;
}

function* inBatches(rows: readonly PlaceRow[]): Generator<readonly PlaceRow[]> {
  let batch: PlaceRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (batch.length === BATCH_MESSAGES || (batch.length > 0 && bytes + row.length > BATCH_BYTES)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(row);
    bytes += row.length;
  }
  if (batch.length > 0) yield batch;
}
