import type { ClickHouseClient } from '@clickhouse/client';
import { insertBatch } from '../projection/insert-batch.js';
import { fold, insertFolded } from '../projection/folded.js';
import { fromEventRow, type EventRow } from '../projection/events/event-row.js';
import type { TableNames } from '../projection/tables.js';
import type { Organisation } from '../platform/organisation.js';
import { Reckoning } from '../platform/reckoning.js';

export interface CopiedSoFar {
  /** The last application that was copied as a whole; empty: none yet. */
  readonly through: string;
  readonly events: number;
}

/** Whole applications, about so many events at a time: whoever asks waits while they are folded. */
const PAGE_EVENTS = 4_000;

const COLUMNS =
  'application_id, subject, source, id, type, time, recorded_time, data, topic, partition, offset';

/** Fills fresh tables from the table of events: what the log has lost is in it all the same. */
export class CopyEvents {
  readonly #reckoning: Reckoning;

  constructor(
    private readonly clickHouse: ClickHouseClient,
    private readonly organisation: Organisation,
    private readonly tables: TableNames,
  ) {
    this.#reckoning = new Reckoning(organisation);
  }

  async total(): Promise<number> {
    const result = await this.clickHouse.query({
      query: 'SELECT count() AS n FROM stored_events FINAL',
      format: 'JSONEachRow',
    });
    return (await result.json<{ n: number }>())[0]?.n ?? 0;
  }

  /** What nothing is folded from: events of candidates and teams, and rejected messages, which stay as they were. */
  async whatIsNotFolded(): Promise<number> {
    const others = `FROM stored_events FINAL WHERE application_id = ''`;
    await this.clickHouse.command({
      query: `INSERT INTO ${this.tables.stored_events} (${COLUMNS}) SELECT ${COLUMNS} ${others}`,
    });
    await this.clickHouse.command({
      query: `INSERT INTO ${this.tables.stored_rejections} SELECT * FROM stored_rejections FINAL`,
    });
    const result = await this.clickHouse.query({
      query: `SELECT count() AS n ${others}`,
      format: 'JSONEachRow',
    });
    return (await result.json<{ n: number }>())[0]?.n ?? 0;
  }

  /** The next applications in order; `undefined` when there are no more. */
  async next({ through, events }: CopiedSoFar): Promise<CopiedSoFar | undefined> {
    const streams = new Map<string, EventRow[]>();
    for (const row of await this.#page(through)) {
      const stream = streams.get(row.application_id);
      if (stream === undefined) streams.set(row.application_id, [row]);
      else stream.push(row);
    }
    const last = [...streams.keys()].at(-1);
    if (last === undefined) return undefined;
    const rows = [...streams.values()].flat();
    await insertBatch(this.clickHouse, this.tables.stored_events, rows);
    const known = [...streams.values()].map((stream) => stream.map(fromEventRow));
    const folded = await fold(known, this.organisation, this.#reckoning);
    await insertFolded(this.clickHouse, this.tables, folded);
    return { through: last, events: events + rows.length };
  }

  /** Applications as a whole: the last one is left out where the page may have cut it. */
  async #page(through: string): Promise<EventRow[]> {
    for (let limit = PAGE_EVENTS; ; limit *= 2) {
      const result = await this.clickHouse.query({
        query: `SELECT ${COLUMNS} FROM stored_events FINAL WHERE application_id > {through:String}
          ORDER BY application_id, topic, partition, offset LIMIT {limit:UInt64}`,
        query_params: { through, limit },
        format: 'JSONEachRow',
      });
      const rows = await result.json<EventRow>();
      if (rows.length < limit) return rows;
      const cut = rows.at(-1)?.application_id;
      const whole = rows.filter(({ application_id }) => application_id !== cut);
      if (whole.length > 0) return whole;
    }
  }
}
