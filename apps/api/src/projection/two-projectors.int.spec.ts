import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { HearbackEvent } from '@hearback/domain';
import { completed, responded } from '@hearback/domain/testing';
import { recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';
import { ProjectEvents } from './project-events.command.js';
import { ProjectEventsHandler } from './project-events.handler.js';

let test: TestStore;
beforeAll(async () => {
  test = await startTestStore();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

const LATER = '2026-03-20T10:00:00Z';
const CONTEXT = {
  heartbeat: () => Promise.resolve(),
  metadata: () => Promise.resolve(undefined),
  signal: new AbortController().signal,
};
const projector = (
  organisation = test.organisation,
): ((events: readonly HearbackEvent[], first: bigint) => Promise<unknown>) => {
  const handler = new ProjectEventsHandler(test.client, organisation, test.pseudonyms);
  return (events, first) =>
    handler.execute(
      new ProjectEvents({ topic: 'test', partition: 0, records: recordsOf(events, first) }, CONTEXT),
    );
};
const states = (): Promise<unknown[]> =>
  test.store.rows(
    "SELECT interview_id, state FROM obligations WHERE kind = 'response' ORDER BY interview_id",
  );

describe('two projectors that take a partition in turns', () => {
  it('given one that gets it back, then it also folds what the other one brought meanwhile', async () => {
    const [one, other] = [projector(), projector()];
    await one([completed()], 0n);
    await other([responded({ kind: 'decision' })], 1n);
    await one([completed({ interviewId: 'int-2', time: LATER, endedAt: LATER })], 2n);
    expect(await states()).toEqual([
      { interview_id: 'int-1', state: 'met' },
      { interview_id: 'int-2', state: 'waiting' },
    ]);
  });
});

describe('a projector that gets a partition back at the very place where it left off', () => {
  // The other one wrote and was killed before its position was kept: nothing tells the first that it was there.
  const history = [
    completed(),
    responded({ id: 'contact', kind: 'status_update', time: '2026-03-05T10:00:00Z' }),
    completed({ id: 'second', interviewId: 'int-2', time: LATER, endedAt: LATER }),
    responded({ id: 'answer', kind: 'decision', time: '2026-03-21T10:00:00Z' }),
    completed({
      id: 'third',
      interviewId: 'int-3',
      time: '2026-03-25T10:00:00Z',
      endedAt: '2026-03-25T10:00:00Z',
    }),
  ];
  const tables = async (): Promise<unknown[]> => {
    const columns = {
      stored_events: '*',
      stored_interviews: '*',
      stored_obligations: '*',
      stored_touchpoints: '*',
    };
    return Promise.all(
      Object.entries(columns).map(([table, all]) =>
        test.store.rows(`SELECT ${all} FROM ${table} FINAL ORDER BY tuple(*)`),
      ),
    );
  };

  it('given it reads again in another cut, then no row is ever told with less than is known, and all are as if it had been alone', async () => {
    await projector()(history, 0n);
    const alone = await tables();
    await test.clear();

    const [one, other] = [projector(), projector()];
    await one(history.slice(0, 1), 0n);
    await other(history.slice(1, 3), 1n);
    await other(history.slice(3, 4), 3n);
    const known = await states();
    expect(known).toEqual([
      { interview_id: 'int-1', state: 'met' },
      { interview_id: 'int-2', state: 'met' },
    ]);
    // It remembers the first event only, and its place is the one that it expects.
    await one(history.slice(1, 2), 1n);
    expect(await states()).toEqual(known);
    await one(history.slice(2, 3), 2n);
    expect(await states()).toEqual(known);
    await one(history.slice(3), 3n);
    expect(await tables()).toEqual(alone);
  });
});

describe('another log under the same name', () => {
  it('given its first batch where the earlier log had one, then nothing of it is taken for a repeat', async () => {
    await projector()([completed({ applicationId: 'a' })], 0n);
    await projector()([completed({ applicationId: 'b' })], 0n);
    expect(await test.store.rows('SELECT application_id FROM events ORDER BY application_id')).toEqual([
      { application_id: 'a' },
      { application_id: 'b' },
    ]);
    expect(await states()).toHaveLength(2);
  });
});
