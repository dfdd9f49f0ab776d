import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { previousWeek, weekOf, type Week } from '@hearback/domain';
import { Projector } from '../../projection/projector.js';
import { startInProcess, type HearbackInProcess } from '../../testing/hearback-in-process.js';
import { Mailroom } from '../outbox/mailroom.js';
import { ScoreSchedule } from './score-schedule.js';

let hearback: HearbackInProcess;
let schedule: ScoreSchedule;
/** The weeks that were looked through for messages to queue. */
let swept: Week[];
/** One of those that a look goes through. */
const lastWeek = previousWeek(weekOf(Date.now(), 'UTC'));

beforeEach(async () => {
  hearback = await startInProcess();
  await hearback.settled();
  schedule = hearback.app.get(ScoreSchedule);
  await schedule.tick();
  swept = [];
  jest.spyOn(hearback.app.get(Mailroom), 'queueWeek').mockImplementation((week) => {
    swept.push(week);
    return Promise.resolve([]);
  });
});
afterEach(() => hearback.close());

/** Whether all is queued is not known any more, as after a start: publishing a week has failed half-way. */
async function forget(): Promise<void> {
  jest.spyOn(hearback.app.get(Mailroom), 'queueWeek').mockRejectedValueOnce(new Error('away'));
  await expect(schedule.publish(lastWeek)).rejects.toThrow('away');
}

it('given a publication that is in the log only, when swept, then not before the store has it, and once', async () => {
  await forget();
  const at = (position: bigint) => [{ topic: 't', partition: 0, first: 0n, position, end: 1n }];
  const positions = jest
    .spyOn(hearback.app.get(Projector), 'positions')
    .mockResolvedValueOnce(at(0n))
    .mockResolvedValueOnce(at(0n))
    .mockResolvedValueOnce(at(1n));
  let looks = 0;
  jest.spyOn(hearback.app.get(Mailroom), 'queueWeek').mockImplementation((week) => {
    if (swept.length === 0) looks = positions.mock.calls.length;
    swept.push(week);
    return Promise.resolve([]);
  });
  await schedule.tick();
  expect(looks).toBe(3);
  expect(swept).toContain(lastWeek);
  swept = [];
  await schedule.tick();
  expect(swept).toEqual([]);
});

it('given another week that is published by hand before the first look, then the look still comes', async () => {
  await forget();
  const other = previousWeek(lastWeek);
  await schedule.publish(other);
  expect(swept).toEqual([other]);
  await schedule.tick();
  expect(swept).toContain(lastWeek);
});
