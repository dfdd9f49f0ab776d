import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startEmbeddedClickHouse, type EmbeddedClickHouse } from '@hearback/embedded-clickhouse';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the workspace's test tooling belongs to no project
import { kafkaForTests } from '../scripts/kafka/kafka-for-tests.mjs';
import { post, send, several, waitingIn } from './events.js';
import {
  eventually,
  removeDirectory,
  ROOT,
  spawnHearback,
  startHearback,
  temporaryDirectory,
  type HearbackProcess,
} from './hearback-process.js';

let directory: string;
let hearback: HearbackProcess | undefined;
beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(async () => {
  await hearback?.end();
  hearback = undefined;
  await removeDirectory(directory);
});

interface Readiness {
  readonly store: string;
  readonly log: string;
}

interface Imports {
  readonly imports: readonly { readonly counts: { readonly recorded: number } }[];
}

/** What the service says of its dependencies while it is not ready. */
async function awayIn({ url }: Pick<HearbackProcess, 'url'>): Promise<Readiness> {
  const response = await fetch(`${url}/health/ready`);
  expect(response.status).toBe(503);
  return (await response.json()) as Readiness;
}

/** Sends until it is taken, as a client does that was told to try again. */
const sendAgain = (url: string, events: readonly object[]): Promise<void> =>
  eventually(async () => expect(await send(url, events)).toBe(202));

const kafka = await kafkaForTests();
afterAll(() => kafka?.stop());
const broker = kafka?.server;
/** A broker that was named from outside can't be killed. */
const itWithBroker = broker === null || broker === undefined ? it.skip : it;

describe('a broker', () => {
  const start = (topic: string): Promise<HearbackProcess> =>
    startHearback({
      directory,
      environment: { KAFKA_BROKERS: kafka?.brokers.join(',') ?? '', KAFKA_TOPIC: topic },
    });

  itWithBroker(
    'given one that is killed in mid-run and comes back, then nothing acknowledged is lost and nothing counts twice',
    async () => {
      hearback = await start('killed-in-mid-run');
      expect(await send(hearback.url, several('before', 500))).toBe(202);
      await hearback.settled();
      await broker?.kill('SIGKILL');

      const refused = await post(hearback.url, several('during', 500));
      expect(refused.status).toBe(503);
      expect(refused.headers.get('retry-after')).toBe('5');
      expect(await awayIn(hearback)).toMatchObject({ store: 'reachable', log: 'away' });
      expect(hearback.output()).toMatch(/Kafka at 127\.0\.0\.1:\d+ .*KAFKA_BROKERS/);
      // What is in the store can be asked for all the while.
      expect(await waitingIn(hearback)).toBe(500);

      await broker?.restart();
      await sendAgain(hearback.url, several('during', 500));
      await sendAgain(hearback.url, several('before', 500));
      await hearback.settled();
      expect(await waitingIn(hearback)).toBe(1_000);
    },
  );

  itWithBroker('given one that comes later than the service, then the service finds it', async () => {
    await broker?.kill('SIGKILL');
    hearback = await start('later-than-the-service');
    const { url } = hearback;
    expect(await send(url, several('early', 10))).toBe(503);
    // It says "starting" until the store has its schema.
    await eventually(async () => expect(await awayIn({ url })).toMatchObject({ log: 'away' }));
    await broker?.restart();
    await sendAgain(hearback.url, several('early', 10));
    await hearback.settled();
    expect(await waitingIn(hearback)).toBe(10);
  });
});

describe('a broker in the middle of an import', () => {
  itWithBroker('given one that is killed and comes back, then the import goes on to its end', async () => {
    hearback = await startHearback({
      directory,
      environment: { KAFKA_BROKERS: kafka?.brokers.join(',') ?? '', KAFKA_TOPIC: 'killed-in-an-import' },
    });
    const sample = join(ROOT, 'samples/hiring-log');
    const files = [join(sample, 'hiring-log.csv'), '--mapping', join(sample, 'mapping.yaml')];
    const running = spawnHearback(['--url', hearback.url, 'import', ...files]);
    await eventually(async () => {
      const { imports } = (await hearback?.get<Imports>('/api/v1/imports')) ?? { imports: [] };
      if ((imports[0]?.counts.recorded ?? 0) < 10_000) throw new Error('too early');
    });
    await broker?.kill('SIGKILL');
    await broker?.restart();
    expect([await running.exited(), running.output()]).toEqual([0, expect.stringContaining('63869 rows')]);
    await hearback.settled();
    const { events } = await hearback.get<{ events: { count: number } }>('/api/v1/organisation');
    expect(events.count).toBe(53_611);
  });
});

describe('a ClickHouse server', () => {
  let engine: EmbeddedClickHouse | undefined;
  let engineDirectory: string;
  beforeEach(async () => {
    engineDirectory = await temporaryDirectory();
  });
  afterEach(async () => {
    await engine?.close();
    await removeDirectory(engineDirectory);
  });

  const startEngine = async (port = 0): Promise<string> => {
    engine = await startEmbeddedClickHouse({
      dataDirectory: join(engineDirectory, 'data'),
      password: 'secret',
      port,
    });
    return new URL(engine.url).port;
  };

  it('given one that goes away in mid-run and comes back, then events are kept meanwhile and counted once', async () => {
    const port = await startEngine();
    hearback = await startHearback({
      directory,
      environment: { CLICKHOUSE_URL: `http://default:secret@127.0.0.1:${port}` },
    });
    expect(await send(hearback.url, several('before', 500))).toBe(202);
    await hearback.settled();
    expect(await waitingIn(hearback)).toBe(500);

    // In the middle of what it is given.
    expect(await send(hearback.url, several('at the end', 500))).toBe(202);
    await engine?.close();
    expect(await send(hearback.url, several('during', 500))).toBe(202);
    const asked = await fetch(`${hearback.url}/api/v1/metrics/waiting-now`);
    expect(asked.status).toBe(503);
    expect(await asked.json()).toMatchObject({ title: 'Store unavailable' });
    expect(await awayIn(hearback)).toMatchObject({ store: 'away', log: 'reachable' });

    await startEngine(Number(port));
    expect(await send(hearback.url, several('before', 500))).toBe(202);
    await hearback.settled();
    expect(await waitingIn(hearback)).toBe(1_500);
    expect(hearback.output()).not.toContain('secret');
  });
});
