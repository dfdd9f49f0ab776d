import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { previousWeek, toCloudEvent, weekOf, type HearbackEvent } from '@hearback/domain';
import { completed, erased, merged, responded, scorePublished } from '@hearback/domain/testing';
import { CommandBus } from '@nestjs/cqrs';
import { Pseudonyms } from '../ingestion/pseudonyms.js';
import { RecordEvents } from '../ingestion/record-events.command.js';
import { startInProcess, type HearbackInProcess } from '../testing/hearback-in-process.js';
import { ask, rebuilt, record, rowsOf } from './testing/filled.js';

let hearback: HearbackInProcess;
beforeAll(async () => {
  hearback = await startInProcess();
});
afterAll(() => hearback.close());

/** As other programs do: past the door, with the candidate's own id. */
async function writeToTheLog(...events: readonly HearbackEvent[]): Promise<void> {
  await hearback.log.append(
    events.map((event) => ({
      key: event.subject,
      value: Buffer.from(JSON.stringify(toCloudEvent(event))),
      headers: {},
    })),
  );
  await hearback.settled();
}

/** What only Hearback itself may send. */
async function recordOwn(...events: readonly HearbackEvent[]): Promise<void> {
  const messages = events.map((event) => ({ value: toCloudEvent(event) }));
  const own = new RecordEvents(messages, 'test', { isOwn: true });
  const results = await hearback.app.get(CommandBus).execute(own);
  expect(results.map(({ status }) => status)).toEqual(events.map(() => 'recorded'));
  await hearback.settled();
}

const pseudonymOf = async (id: string): Promise<string | undefined> =>
  (await hearback.app.get(Pseudonyms).of([id])).get(id);
const candidateOf = async (application: string): Promise<unknown> =>
  (
    await ask<{ candidate_id: string }>(
      hearback.clickHouse,
      `SELECT DISTINCT candidate_id FROM stored_interviews FINAL WHERE application_id = '${application}'`,
    )
  )[0]?.candidate_id;

const JOE = 'joe@example.com';

describe('what must survive a rebuild', () => {
  it('given a candidate who was erased and came back, then neither is the first found again nor the second lost', async () => {
    await writeToTheLog(completed({ applicationId: 'app-first', candidateId: JOE }));
    await recordOwn(
      merged({ fromCandidateId: 'old-joe', intoCandidateId: JOE }),
      erased({ candidateId: JOE, time: '2026-03-08T09:00:00Z' }),
    );
    await writeToTheLog(
      completed({ applicationId: 'app-second', candidateId: JOE, time: '2026-05-04T10:00:00Z' }),
    );
    const before = await rowsOf(hearback.clickHouse);
    const [first, second] = [await candidateOf('app-first'), await candidateOf('app-second')];
    expect(second).toBe(await pseudonymOf(JOE));
    expect(first).not.toBe(second);
    for (const source of ['log', 'events', 'log'] as const) {
      expect(await rebuilt(hearback, source)).toMatchObject({ phase: 'done', comparison: { equal: true } });
      expect(await candidateOf('app-first')).toBe(first);
      expect(await pseudonymOf(JOE)).toBe(second);
    }
    expect(await rowsOf(hearback.clickHouse)).toEqual(before);
  });

  it('given that the store has lost who somebody was, then they are not found by their id afterwards', async () => {
    await hearback.clickHouse.command({
      query: `ALTER TABLE stored_events DELETE WHERE application_id = 'app-first'`,
      clickhouse_settings: { mutations_sync: '1' },
    });
    const second = await pseudonymOf(JOE);
    expect((await rebuilt(hearback)).comparison).toMatchObject({ equal: false });
    expect(await candidateOf('app-first')).toMatch(/^c_[0-9a-f]{32}$/);
    expect(await candidateOf('app-first')).not.toBe(second);
    expect(await pseudonymOf(JOE)).toBe(second);
  });

  it('given somebody erased after a rebuild, then the tables of the next one do not know them either', async () => {
    await writeToTheLog(completed({ applicationId: 'app-ann', candidateId: 'ann' }));
    await rebuilt(hearback);
    const ann = await candidateOf('app-ann');
    expect(ann).toBe(await pseudonymOf('ann'));
    await recordOwn(erased({ candidateId: 'ann', time: '2026-03-18T09:00:00Z' }));
    await rebuilt(hearback);
    expect(await candidateOf('app-ann')).toBe(ann);
    expect(await pseudonymOf('ann')).not.toBe(ann);
    const everything = JSON.stringify(await rowsOf(hearback.clickHouse));
    expect(everything).not.toContain('"ann"');
    expect(everything).not.toContain(JOE);
  });

  it('given scores that were published, then they are told byte for byte as before', async () => {
    await record(hearback, { weeks: 2 });
    // Of the last week that is over, so that the service has none to publish meanwhile.
    await recordOwn(scorePublished({ week: previousWeek(weekOf(Date.now(), 'UTC')) }));
    await writeToTheLog(responded({ applicationId: 'app-second', time: '2026-05-05T10:00:00Z' }));
    const scores = async (): Promise<string> => {
      const query = 'SELECT * FROM weekly_scores ORDER BY week, team_id';
      const result = await hearback.clickHouse.query({ query, format: 'JSONEachRow' });
      return result.text();
    };
    const before = await scores();
    expect(before).toContain('"score"');
    for (const source of ['log', 'events'] as const) {
      await rebuilt(hearback, source);
      expect(await scores()).toBe(before);
    }
  });
});
