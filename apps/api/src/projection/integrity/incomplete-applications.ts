import type { ClickHouseClient } from '@clickhouse/client';
import { stringSet } from '../../clickhouse/client.js';
import { pause } from '../../event-log/back-off.js';
import { LIVE } from '../tables.js';
import { SPILLING, type Prefix } from './stored-counts.js';

/** While others write, an application may be seen half written: it is looked at again this often. */
const LOOKS = 5;
const LOOK_AGAIN_MS = 1_000;
/** So many are kept in mind from one look to the next. */
const KEPT = 1_000;

/** The folded tables with the key of a row within its application. */
const FOLDED = [
  [LIVE.stored_interviews, 'interviews', 'interview_id'],
  [LIVE.stored_obligations, 'obligations', 'obligation_id'],
  [LIVE.stored_touchpoints, 'touchpoints', 'touchpoint_id'],
] as const;

interface Found {
  readonly ids: readonly string[];
  readonly events: number;
  readonly applications: number;
  readonly interviews: number;
  readonly obligations: number;
  readonly touchpoints: number;
}

/**
 * Applications whose folded rows are not those of all their events: rows carry the number of events that they were
 * folded from, and `stored_applications` says how many rows there are. Those with events at or behind a position are
 * left out: their batch was not finished and comes again.
 */
export async function incompleteApplications(
  clickHouse: ClickHouseClient,
  prefixes: readonly Prefix[],
  isAlone: boolean,
): Promise<readonly string[]> {
  let found = await look(clickHouse, prefixes);
  for (let looks = 1; !isAlone && looks < LOOKS && found.ids.length > 0; looks += 1) {
    await pause(LOOK_AGAIN_MS);
    found = await look(clickHouse, prefixes, found.ids);
  }
  const tell = (table: string, n: number, what: string): readonly string[] =>
    n === 0 ? [] : [`${table}: ${what} of ${n} applications`];
  return [
    ...tell(LIVE.stored_events, found.events, 'fewer events than their rows were folded from,'),
    ...tell(LIVE.stored_applications, found.applications, 'missing or outdated rows'),
    ...FOLDED.flatMap(([table, name]) => tell(table, found[name], 'missing or outdated rows')),
  ];
}

async function look(
  clickHouse: ClickHouseClient,
  prefixes: readonly Prefix[],
  only?: readonly string[],
): Promise<Found> {
  const behind = prefixes.map(
    ({ partition, position }) => `(partition = ${partition} AND offset >= ${position})`,
  );
  const isLate = behind.length === 0 ? '0' : `topic = {topic:String} AND (${behind.join(' OR ')})`;
  const chosen = only === undefined ? `application_id != ''` : `application_id IN ${stringSet(only)}`;
  const isShort = FOLDED.map(
    ([, name]) =>
      `${name}.n < expected.${name} OR (expected.${name} > 0 AND ${name}.least < expected.version) AS ${name}_short`,
  );
  const joins = FOLDED.map(
    ([table, name, key]) => `LEFT JOIN (
      SELECT application_id, count() AS n, min(latest) AS least
      FROM (SELECT application_id, max(version) AS latest FROM ${table} WHERE ${chosen} GROUP BY application_id, ${key})
      GROUP BY application_id) AS ${name} ON ${name}.application_id = known.application_id`,
  );
  const result = await clickHouse.query({
    query: `SELECT groupArray(${KEPT})(id) AS ids, countIf(events_short) AS events, countIf(applications_short) AS applications,
        ${FOLDED.map(([, name]) => `countIf(${name}_short) AS ${name}`).join(', ')}
      FROM (
        SELECT known.application_id AS id, expected.version > known.n AS events_short,
          expected.version < known.n AS applications_short, ${isShort.join(', ')}
        FROM (
          SELECT application_id, count() AS n FROM ${LIVE.stored_events} FINAL WHERE ${chosen}
          GROUP BY application_id HAVING countIf(${isLate}) = 0
        ) AS known
        LEFT JOIN (
          SELECT application_id, max(version) AS version, argMax(interviews, ${LIVE.stored_applications}.version) AS interviews,
            argMax(obligations, ${LIVE.stored_applications}.version) AS obligations, argMax(touchpoints, ${LIVE.stored_applications}.version) AS touchpoints
          FROM ${LIVE.stored_applications} WHERE ${chosen} GROUP BY application_id
        ) AS expected ON expected.application_id = known.application_id
        ${joins.join('\n')}
      )
      WHERE events_short OR applications_short OR ${FOLDED.map(([, name]) => `${name}_short`).join(' OR ')}`,
    query_params: { topic: prefixes[0]?.topic ?? '' },
    clickhouse_settings: { ...SPILLING, join_use_nulls: 0 },
    format: 'JSONEachRow',
  });
  const [found] = await result.json<Found>();
  return found ?? { ids: [], events: 0, applications: 0, interviews: 0, obligations: 0, touchpoints: 0 };
}
