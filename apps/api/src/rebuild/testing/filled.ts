import { CommandBus } from '@nestjs/cqrs';
import type { ClickHouseClient } from '@clickhouse/client';
import { RecordEvents } from '../../ingestion/record-events.command.js';
import { Projector } from '../../projection/projector.js';
import { PROJECTED } from '../../projection/tables.js';
import { simulateApplications } from '../../simulation/simulate-applications.js';
import type { HearbackInProcess } from '../../testing/hearback-in-process.js';
import { Rebuild } from '../rebuild.js';
import { isUnderWay, type RebuildState, type RebuildView, type Source } from '../rebuild-state.js';

/** Records what a made-up organisation sends, through the door, and a few messages that are no events. */
export async function record(
  { app }: HearbackInProcess,
  { seed = 1, weeks = 6, onEach }: { seed?: number; weeks?: number; onEach?: () => void } = {},
): Promise<number> {
  const until = '2026-06-01T00:00:00Z';
  const commands = app.get(CommandBus);
  let recorded = 0;
  const send = async (values: readonly unknown[]): Promise<void> => {
    const messages = values.map((value) => ({ value }));
    const results = await commands.execute(new RecordEvents(messages, 'test'));
    recorded += results.filter(({ status }) => status === 'recorded').length;
    onEach?.();
  };
  let batch: unknown[] = [];
  for (const events of simulateApplications({ seed, teams: 4, weeks, until, interviewsPerWeek: 6 })) {
    batch.push(...events);
    if (batch.length >= 200) {
      await send(batch);
      batch = [];
    }
  }
  await send([...batch, { no: 'event' }, 'nothing at all']);
  return recorded;
}

/** Each table as its rows in order. */
export async function rowsOf(clickHouse: ClickHouseClient): Promise<Record<string, unknown[]>> {
  const all = PROJECTED.map(async (table) => {
    const query = `SELECT * FROM ${table} FINAL ORDER BY tuple(*)`;
    const result = await clickHouse.query({ query, format: 'JSONEachRow' });
    return [table, await result.json()] as const;
  });
  return Object.fromEntries(await Promise.all(all));
}

export async function ask<Row>(clickHouse: ClickHouseClient, query: string): Promise<Row[]> {
  return (await clickHouse.query({ query, format: 'JSONEachRow' })).json<Row>();
}

/** Tables that are there only while one is rebuilt. */
export function extraTables(clickHouse: ClickHouseClient): Promise<unknown[]> {
  return ask(
    clickHouse,
    `SELECT name FROM system.tables WHERE database = currentDatabase() AND match(name, '_g[0-9a-f]{8}')`,
  );
}

/** Rebuilds to the end, whatever that is. */
export async function rebuilt(
  { app }: HearbackInProcess,
  source?: Source,
  acceptMissing = false,
): Promise<RebuildView> {
  await app.get(Rebuild).begin(source, acceptMissing);
  const view = await ended(app.get(Rebuild));
  // It is compared afterwards, and a test that takes rows away then would be found at it.
  await app.get(Projector).verify();
  return view;
}

export async function ended(rebuild: Rebuild): Promise<RebuildView> {
  for (;;) {
    const view = await rebuild.view();
    if (view.phase === 'none' || !isUnderWay(view as RebuildState)) return view;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
