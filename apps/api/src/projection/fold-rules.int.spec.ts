import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toCloudEvent, type HearbackEvent } from '@hearback/domain';
import { completed, promised, scheduled } from '@hearback/domain/testing';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { RecordEvents } from '../ingestion/record-events.command.js';
import { defaultOrganisation } from '../platform/organisation.js';
import { startInProcess, type HearbackInProcess } from '../testing/hearback-in-process.js';
import { Generation } from './generation.js';

let directory: string;
let hearback: HearbackInProcess;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearback-rules-'));
  hearback = await startInProcess({}, { directory });
});
afterEach(async () => {
  await hearback.close();
  await rm(directory, { recursive: true, force: true });
});

async function restart(): Promise<string> {
  await hearback.close();
  hearback = await startInProcess({}, { directory });
  await hearback.settled();
  return hearback.app.get(Generation).name();
}

async function record(...events: HearbackEvent[]): Promise<void> {
  const messages = events.map((event) => ({ value: toCloudEvent(event) }));
  await hearback.app.get(CommandBus).execute(new RecordEvents(messages, 'test'));
  await hearback.settled();
}

async function rows(query: string): Promise<unknown[]> {
  return (await hearback.clickHouse.query({ query, format: 'JSONEachRow' })).json();
}

const promises = () =>
  rows(`SELECT interview_id, outcome, inferred, stopped_at FROM stored_obligations FINAL
    WHERE kind = 'promise' ORDER BY obligation_id`);

/** The row of the second promise is none of the earlier rules. */
async function asFoldedByRules2(name: string): Promise<void> {
  const command = (query: string) => hearback.clickHouse.command({ query });
  await command(`INSERT INTO stored_obligations SELECT * REPLACE(
      '' AS outcome, NULL AS stopped_at, false AS inferred, 0 AS stopped_worked, [] AS earlier,
      if(is_deleted, 'int-9', interview_id) AS interview_id, 0 AS is_deleted)
    FROM stored_obligations WHERE kind = 'promise'`);
  const { foldOptions } = hearback.app.get(Generation);
  const options = JSON.stringify({ ...(JSON.parse(foldOptions) as object), rules: 2 });
  await command('TRUNCATE TABLE generations');
  await hearback.clickHouse.insert({
    table: 'generations',
    values: [{ name, started_at: '2026-03-01 00:00:00.000', fold_options: options }],
    format: 'JSONEachRow',
  });
}

it('given a store that was filled by the rules before, then the next start folds the whole log again, once', async () => {
  await record(
    completed(),
    promised(),
    promised({ interviewId: 'int-9', time: '2026-03-04T12:00:00Z', dueAt: '2026-03-09T17:00:00Z' }),
    scheduled({ interviewId: 'int-2', stage: 'Offer talk', time: '2026-03-05T08:00:00Z' }),
  );
  const told = { interview_id: '', outcome: 'met', inferred: 1, stopped_at: '2026-03-05 08:00:00.000' };
  expect(await promises()).toEqual([told]);

  const before = await hearback.app.get(Generation).name();
  await asFoldedByRules2(before);
  expect(await promises()).toEqual(
    ['', 'int-9'].map((interview_id) => ({ interview_id, outcome: '', inferred: 0, stopped_at: null })),
  );
  const after = await restart();
  expect(after).not.toBe(before);
  expect(await promises()).toEqual([told]);
  // The next process finds it filled by today's rules.
  const next = new Generation(hearback.clickHouse, defaultOrganisation);
  expect(await next.name()).toBe(after);
});
