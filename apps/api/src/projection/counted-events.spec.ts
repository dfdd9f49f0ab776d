import { expect, it } from '@jest/globals';
import { completed, responded } from '@hearback/domain/testing';
import { ClaimLost } from '../event-log/errors.js';
import { defaultOrganisation } from '../platform/organisation.js';
import { Meters } from '../telemetry/meters.js';
import { recordOf, recordsOf } from '../testing/test-store.js';
import { Faults } from './interleavings/faults.js';
import { KeysModel } from './interleavings/keys-model.js';
import { Scheduler, type Actor } from './interleavings/scheduler.js';
import { StoreModel } from './interleavings/store-model.js';
import { ProjectEvents } from './project-events.command.js';
import { ProjectEventsHandler } from './project-events.handler.js';

const first = recordsOf([completed()]);
const second = [...recordsOf([responded()], 1n), recordOf('no event', 2n, '2026-03-10T00:00:00.000Z')];

function given() {
  const scheduler = new Scheduler(1, false);
  const faults = new Faults(scheduler.random);
  faults.end();
  const store = new StoreModel({ scheduler, faults });
  const keys = new KeysModel({ scheduler, faults });
  const projector = () => {
    const actor: Actor = { name: 'projector', weight: 1 };
    const meters = new Meters();
    const handler = new ProjectEventsHandler(
      store.clientOf(actor),
      defaultOrganisation,
      keys.of(actor),
      meters,
    );
    /** @param heartbeats so many are answered; then the claim is lost */
    const project = async (records = first, heartbeats = Infinity): Promise<void> => {
      let left = heartbeats;
      const heartbeat = (): Promise<void> =>
        left-- > 0 ? Promise.resolve() : Promise.reject(new ClaimLost('Another one has it.'));
      const context = {
        heartbeat,
        metadata: () => Promise.resolve(undefined),
        signal: new AbortController().signal,
      };
      const batch = { topic: 'events', partition: 0, records };
      const done = handler.execute(new ProjectEvents(batch, context)).then(
        () => true,
        () => true,
      );
      while (!(await Promise.race([done, scheduler.step().then(() => false)]))) continue;
    };
    const counts = async (): Promise<Record<string, number>> => {
      const values = await Promise.all(
        [meters.projected, meters.projectedDuplicates, meters.projectedRejections].map((each) => each.get()),
      );
      const [events, duplicates, rejected] = values.map((each) =>
        each.values.reduce((sum, { value }) => sum + value, 0),
      );
      return { events: events ?? 0, duplicates: duplicates ?? 0, rejected: rejected ?? 0 };
    };
    return { project, counts };
  };
  return { projector };
}

it('given a partition that moves after its events were inserted, then they are counted, and once', async () => {
  const { projector } = given();
  const [one, other] = [projector(), projector()];
  await one.project(second, 1);
  await other.project(second);
  expect(await one.counts()).toEqual({ events: 1, duplicates: 0, rejected: 0 });
  expect(await other.counts()).toEqual({ events: 0, duplicates: 1, rejected: 1 });
});

it('given a batch that fails after its events were inserted and comes again here, then they are counted once', async () => {
  const { project, counts } = given().projector();
  await project(first);
  await project(second, 1);
  await project(second);
  expect(await counts()).toEqual({ events: 2, duplicates: 1, rejected: 1 });
});
