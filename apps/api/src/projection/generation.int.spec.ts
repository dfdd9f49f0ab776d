import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { completed, scheduled } from '@hearback/domain/testing';
import type { Organisation } from '../platform/organisation.js';
import { recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';
import { Generation } from './generation.js';
import { ProjectEvents } from './project-events.command.js';
import { ProjectEventsHandler } from './project-events.handler.js';

let test: TestStore;
beforeAll(async () => {
  test = await startTestStore();
});
afterAll(() => test.close());

const CONTEXT = {
  heartbeat: () => Promise.resolve(),
  metadata: () => Promise.resolve(undefined),
  signal: new AbortController().signal,
};
const generation = (inferResponses: boolean): Generation =>
  new Generation(test.client, { ...test.organisation, inferResponses });

it('given the same options, then it stays; given others, then it is a new one, also when they come back', async () => {
  const first = await generation(true).name();
  expect(await generation(true).name()).toBe(first);
  const second = await generation(false).name();
  expect(await generation(false).name()).toBe(second);
  const third = await generation(true).name();
  expect(await generation(true).name()).toBe(third);
  expect(new Set([first, second, third]).size).toBe(3);
});

it('given other options, then reading the log again replaces what was folded with the old ones', async () => {
  const invitation = scheduled({ interviewId: 'int-2', stage: 'Offer talk', time: '2026-03-05T00:00:00Z' });
  const records = recordsOf([completed(), invitation]);
  const states: unknown[] = [];
  for (const inferResponses of [true, false, true]) {
    const organisation = { ...test.organisation, inferResponses };
    const handler = new ProjectEventsHandler(test.client, organisation, test.pseudonyms);
    await handler.execute(new ProjectEvents({ topic: 'test', partition: 0, records }, CONTEXT));
    states.push(
      await test.store.rows(
        "SELECT state FROM obligations WHERE kind = 'response' AND interview_id = 'int-1'",
      ),
    );
  }
  expect(states).toEqual([[{ state: 'met' }], [{ state: 'waiting' }], [{ state: 'met' }]]);
});

it('given another calendar or due time, then it is a new generation, and what is due is told by the new one', async () => {
  const records = recordsOf([completed({ interviewId: 'int-due', endedAt: '2026-03-04T10:00:00Z' })]);
  const days = test.organisation.dueBusinessDays;
  const fourDays = { week: { mon: ['09:00-17:00'] }, timeZone: 'UTC', dayHours: 8, holidays: [] };
  const organisations: Organisation[] = [
    test.organisation,
    { ...test.organisation, dueBusinessDays: { ...days, response: 1 } },
    {
      ...test.organisation,
      calendars: { mondays: fourDays },
      teams: { payments: { calendar: 'mondays' } },
    },
    // Who gets the score, or how few are told, is no reason to fold anything again.
    {
      ...test.organisation,
      calendars: { mondays: fourDays },
      teams: {
        payments: {
          calendar: 'mondays',
          name: 'Pay',
          recipients: { mail: [], slack: [], msTeams: [], webhook: [] },
        },
      },
      minimumGroup: 3,
    },
  ];
  const [names, due]: [string[], unknown[]] = [[], []];
  for (const organisation of organisations) {
    const current = new Generation(test.client, organisation);
    names.push(await current.name());
    const handler = new ProjectEventsHandler(test.client, organisation, test.pseudonyms);
    await handler.execute(new ProjectEvents({ topic: 'test', partition: 0, records }, CONTEXT));
    due.push(
      ...(await test.store.rows(
        "SELECT due_at FROM stored_obligations FINAL WHERE kind = 'response' AND interview_id = 'int-due'",
      )),
    );
  }
  expect(new Set(names).size).toBe(3);
  expect(names[3]).toBe(names[2]);
  expect(due).toEqual([
    { due_at: '2026-03-09 10:00:00.000' },
    { due_at: '2026-03-05 10:00:00.000' },
    { due_at: '2026-03-30 09:00:00.000' },
    { due_at: '2026-03-30 09:00:00.000' },
  ]);
});
