import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { completed } from '@hearback/domain/testing';
import { toCloudEvent } from '@hearback/domain';
import { ProjectEventsHandler } from '../projection/project-events.handler.js';
import { startServing, type Serving } from '../testing/serving.js';
import { parseRoles } from './roles.js';

let serving: Serving | undefined;
afterEach(async () => {
  jest.restoreAllMocks();
  await serving?.close();
  serving = undefined;
});

const asked = async (path: string): Promise<{ status: number; body: Record<string, unknown> }> => {
  const response = await fetch(`${serving?.url}${path}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe('/health/live', () => {
  it('given a batch that hangs for a minute, then it is 503 and names the loop; given it ends, then 200 again', async () => {
    // One time for the clock of the service and for the ticks.
    const clock = (): Date => new Date(Date.now());
    serving = await startServing({}, { clock });
    await serving.settled();
    const later = (seconds: number): void => {
      const now = Date.now();
      jest.spyOn(Date, 'now').mockImplementation(() => now + seconds * 1000);
    };
    const handler = serving.app.get(ProjectEventsHandler, { strict: false });
    const real = handler.execute.bind(handler);
    let finish: () => void = () => undefined;
    const hanging = new Promise<void>((resolve) => (finish = resolve));
    const begun = new Promise<void>((begin) => {
      jest.spyOn(handler, 'execute').mockImplementation(async (command) => {
        begin();
        await hanging;
        return real(command);
      });
    });

    later(61);
    expect(await asked('/health/live')).toMatchObject({ status: 200, body: { status: 'alive' } });

    await fetch(`${serving.url}/api/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(toCloudEvent(completed())),
    });
    await begun;
    expect((await asked('/health/live')).status).toBe(200);
    later(59);
    expect((await asked('/health/live')).status).toBe(200);
    later(2);
    expect(await asked('/health/live')).toMatchObject({
      status: 503,
      body: { status: 'stuck: the projection loop' },
    });
    finish();
    await serving.settled();
    expect((await asked('/health/live')).status).toBe(200);
  });
});

describe('/health/ready', () => {
  const NOWHERE = {
    KAFKA_BROKERS: '127.0.0.1:9',
    CLICKHOUSE_URL: 'http://127.0.0.1:9',
    HEARBACK_KEYS_URL: 'http://127.0.0.1:9',
    HEARBACK_KEYS_TOKEN: 'a-token-of-16-or-more',
  };

  it('given everything at hand, then it is ready', async () => {
    serving = await startServing();
    await serving.settled();
    expect(await asked('/health/ready')).toEqual({
      status: 200,
      body: {
        status: 'ready',
        roles: ['api', 'projector', 'scheduler'],
        store: 'reachable',
        log: 'reachable',
        disk: 'enough room',
        lag: 0,
      },
    });
  });

  it('given a process whose log, store and keys are all away, then each is named, and it lives', async () => {
    serving = await startServing(NOWHERE, { roles: parseRoles(['projector']) });
    expect(await asked('/health/ready')).toEqual({
      status: 503,
      body: {
        status: 'not ready',
        roles: ['projector'],
        store: 'away',
        log: 'away',
        keys: 'away',
        disk: 'enough room',
        lag: null,
      },
    });
    expect((await asked('/health/live')).status).toBe(200);
    const meters = await serving.meters();
    expect(['store', 'log', 'keys'].map((what) => meters.get(`hearback_${what}_reachable`))).toEqual([
      0, 0, 0,
    ]);
    expect(
      [...meters.keys()].filter((name) => /^hearback_(log_lag|outbox|schedule|scores)/.test(name)),
    ).toEqual([]);
  });

  it('given one that is away, then only that is', async () => {
    const { CLICKHOUSE_URL } = NOWHERE;
    serving = await startServing({ CLICKHOUSE_URL });
    expect((await asked('/health/ready')).body).toMatchObject({ store: 'away', log: 'starting' });
  });
});
