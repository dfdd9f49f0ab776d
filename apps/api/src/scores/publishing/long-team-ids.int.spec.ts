import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { completed } from '@hearback/domain/testing';
import { toCloudEvent } from '@hearback/domain';
import { CommandBus } from '@nestjs/cqrs';
import { RecordEvents } from '../../ingestion/record-events.command.js';
import { startInProcess, type HearbackInProcess } from '../../testing/hearback-in-process.js';
import { PublishWeek } from './publish-week.command.js';
import { PublishedScores } from './published-scores.js';

let hearback: HearbackInProcess;
beforeAll(async () => {
  hearback = await startInProcess();
});
afterAll(() => hearback.close());

it('given teams whose ids are as long as they may be and end differently, then each is told its week', async () => {
  // The last one has a character of two halves where its id would have been cut.
  const teams = [`${'t'.repeat(199)}a`, `${'t'.repeat(199)}b`, `${'t'.repeat(190)}\u{1f600}${'t'.repeat(8)}`];
  const commands = hearback.app.get(CommandBus);
  const events = teams.map((teamId, index) => completed({ applicationId: `app-${index}`, teamId }));
  await commands.execute(
    new RecordEvents(
      events.map((event) => ({ value: toCloudEvent(event) })),
      'test',
    ),
  );
  await hearback.settled();

  const week = '2026-W10';
  const { published } = await commands.execute(new PublishWeek(week));
  expect([...published].sort()).toEqual([...teams].sort());
  const told = await hearback.app.get(PublishedScores).ofWeek(week);
  expect(told.map(({ data }) => data.teamId).sort()).toEqual([...teams].sort());
});
