import type { ClickHouseClient } from '@clickhouse/client';
import type { PartitionSpan } from '../event-log/event-log.js';
import type { Missing } from './rebuild-state.js';

/** What the store has and a replay of the log could not bring back. */
export async function missingFrom(
  clickHouse: ClickHouseClient,
  spansOf: () => Promise<readonly PartitionSpan[]>,
): Promise<Missing> {
  let found = await missingBy(clickHouse, await spansOf());
  // What came in between the two questions is behind the end that was told: asked again, it is not.
  if (found.events + found.rejections > 0) found = await missingBy(clickHouse, await spansOf());
  return found;
}

async function missingBy(clickHouse: ClickHouseClient, spans: readonly PartitionSpan[]): Promise<Missing> {
  const logBegins = spans
    .filter(({ first }) => first > 0n)
    .map(({ partition, first }) => ({ partition, first: Number(first) }));
  const parameters = { topic: spans[0]?.topic ?? '' };
  const count = async (table: string): Promise<number> => {
    const result = await clickHouse.query({
      query: `SELECT count() AS n FROM ${table} FINAL WHERE NOT (${inLog(spans)})`,
      query_params: parameters,
      format: 'JSONEachRow',
    });
    return (await result.json<{ n: number }>())[0]?.n ?? 0;
  };
  return {
    events: await count('stored_events'),
    rejections: await count('stored_rejections'),
    logBegins,
  };
}

function inLog(spans: readonly PartitionSpan[]): string {
  const within = spans.map(
    ({ partition, first, end }) => `(partition = ${partition} AND offset >= ${first} AND offset < ${end})`,
  );
  return within.length === 0 ? '0' : `topic = {topic:String} AND (${within.join(' OR ')})`;
}

/** For people: what would be lost, or nothing where nothing would. */
export function tellMissing({ events, rejections, logBegins }: Missing): string | undefined {
  if (events + rejections === 0) return undefined;
  const begins = logBegins.map(({ partition, first }) => `partition ${partition} at offset ${first}`);
  const why =
    begins.length > 0
      ? `The log no longer has its beginning (it begins with ${begins.slice(0, 12).join(', ')})`
      : 'The log is not the one that the store was filled from';
  const what = [`${events} events`, ...(rejections > 0 ? [`${rejections} rejected messages`] : [])].join(
    ' and ',
  );
  return `${why}: ${what} of the store are not in it any more and would be missing afterwards. Take them from the store itself (hearback rebuild --from events), or accept that they go (--accept-missing).`;
}
