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
const CONTEXT = { heartbeat: () => Promise.resolve(), signal: new AbortController().signal };
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
