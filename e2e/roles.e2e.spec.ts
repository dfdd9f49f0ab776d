import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startEmbeddedClickHouse, type EmbeddedClickHouse } from '@hearback/embedded-clickhouse';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the workspace's test tooling belongs to no project
import { kafkaForTests } from '../scripts/kafka/kafka-for-tests.mjs';
import { send, several, waitingIn } from './events.js';
import {
  eventually,
  removeDirectory,
  spawnHearback,
  startHearback,
  temporaryDirectory,
  type HearbackProcess,
} from './hearback-process.js';

const kafka = await kafkaForTests();
afterAll(() => kafka?.stop());
const itWithBroker = kafka === null ? it.skip : it;

let directory: string;
let engine: EmbeddedClickHouse | undefined;
const running: HearbackProcess[] = [];
beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.end()));
  await engine?.close();
  engine = undefined;
  await removeDirectory(directory);
});

/** One process of a deployment, with its own data directory. */
async function start(role: string, environment: Readonly<Record<string, string>>): Promise<HearbackProcess> {
  const own = join(directory, `${role}-${running.length}`);
  const process = await startHearback({ directory: own, environment, arguments: ['--role', role] });
  running.push(process);
  return process;
}

const meter = async ({ url }: HearbackProcess, name: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')
      .at(-1) ?? 0,
  );
};
const PROJECTED = 'hearback_projection_events_total{origin="http"}';
const status = async (url: string, init?: RequestInit): Promise<number> => (await fetch(url, init)).status;

describe('a process for each role', () => {
  itWithBroker(
    'given api, two projectors and scheduler, then each does its part, says what it does not, and one that is stopped is replaced',
    async () => {
      engine = await startEmbeddedClickHouse({
        dataDirectory: join(directory, 'engine'),
        password: 'secret',
      });
      const [password, token] = [join(directory, 'password'), join(directory, 'token')];
      writeFileSync(password, 'secret\n');
      writeFileSync(token, '0123456789abcdef0123456789abcdef\n');
      const shared = {
        KAFKA_BROKERS: kafka?.brokers.join(',') ?? '',
        KAFKA_TOPIC: 'roles',
        CLICKHOUSE_URL: `http://default@127.0.0.1:${new URL(engine.url).port}`,
        CLICKHOUSE_PASSWORD_FILE: password,
        HEARBACK_KEYS_TOKEN_FILE: token,
      };
      const api = await start('api', shared);
      const withKeys = { ...shared, HEARBACK_KEYS_URL: api.url };
      const [one, two] = [await start('projector', withKeys), await start('projector', withKeys)];
      const scheduler = await start('scheduler', withKeys);
      for (const each of [api, one, two, scheduler]) await each.get('/health/ready');

      const stream = await fetch(`${api.url}/api/v1/stream`);
      expect(await send(api.url, several('first', 2_000))).toBe(202);
      await api.settled();
      expect(await waitingIn(api)).toBe(2_000);
      // The dashboard learns of what another process has projected.
      const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
      let heard = '';
      while (!heard.includes('event: projected')) heard += (await reader.read()).value ?? '';
      await reader.cancel();

      // Each answers for its own role only, and all are asked how they are.
      const publish = await fetch(`${api.url}/api/v1/scores/publish`, { method: 'POST' });
      expect(publish.status).toBe(409);
      expect(await publish.json()).toMatchObject({ role: 'scheduler', title: 'Role not run here' });
      expect(await status(`${api.url}/api/v1/messages`)).toBe(409);
      expect(await status(`${api.url}/api/v1/scores/t/2026-W10`)).not.toBe(409);
      expect(await status(`${scheduler.url}/api/v1/scores/publish?week=2026-W10`, { method: 'POST' })).toBe(
        201,
      );
      expect(await status(`${scheduler.url}/api/v1/messages`)).toBe(200);
      for (const each of [one, scheduler]) {
        expect(await status(`${each.url}/api/v1/metrics`)).toBe(404);
        expect(await status(`${each.url}/`)).toBe(404);
        expect(await status(`${each.url}/internal/keys`)).toBe(404);
        expect(await meter(each, 'hearback_store_reachable')).toBe(1);
        expect(await meter(each, 'hearback_keys_reachable')).toBe(1);
      }
      const told = spawnHearback(['--url', api.url, 'scores', 'publish']);
      expect([await told.exited(), told.output()]).toEqual([1, expect.stringContaining('role scheduler')]);

      // One of the two goes while events come; the other takes its partitions, and nothing is lost or counted twice.
      const sending = Promise.all(
        Array.from({ length: 8 }, (_, index) => send(api.url, several(`second-${index}`, 500))),
      );
      expect(await one.end('SIGTERM')).toBe(0);
      expect(new Set(await sending)).toEqual(new Set([202]));
      await api.settled();
      expect(await waitingIn(api)).toBe(6_000);
      await eventually(async () => expect(await meter(two, PROJECTED)).toBeGreaterThan(0));

      // Without the owner of the keys nothing that needs them is lost: it is said who is away.
      await api.end('SIGKILL');
      await eventually(async () => {
        const response = await fetch(`${two.url}/health/ready`);
        expect([response.status, await response.json()]).toMatchObject([
          503,
          { keys: 'away', store: 'reachable' },
        ]);
      });
      expect([one, two, scheduler].map(({ output }) => output()).join('')).not.toMatch(
        /secret|0123456789abcdef/,
      );
    },
  );

  it.each(['api', 'scheduler'])(
    'given the role %s on a store of a newer version, then the process ends and says so, instead of never being ready',
    async (role) => {
      engine = await startEmbeddedClickHouse({
        dataDirectory: join(directory, 'engine'),
        password: 'secret',
      });
      const { port } = new URL(engine.url);
      for (const query of [
        'CREATE DATABASE hearback',
        `CREATE TABLE hearback.schema_migrations (number UInt32, name String, hash String,
          applied_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')) ENGINE = ReplacingMergeTree ORDER BY number`,
        "INSERT INTO hearback.schema_migrations (number, name, hash) VALUES (9999, 'later', 'x')",
      ]) {
        const asked = await fetch(`http://127.0.0.1:${port}/?user=default&password=secret`, {
          method: 'POST',
          body: query,
        });
        expect(asked.status).toBe(200);
      }
      const refused = spawnHearback(['serve', '--role', role], {
        PORT: '0',
        HEARBACK_DATA: join(directory, 'data'),
        KAFKA_BROKERS: '127.0.0.1:9',
        CLICKHOUSE_URL: `http://default:secret@127.0.0.1:${port}`,
        ...(role === 'api'
          ? {}
          : { HEARBACK_KEYS_URL: 'http://127.0.0.1:9', HEARBACK_KEYS_TOKEN: 'a-token-of-16-or-more' }),
      });
      expect(await refused.exited()).toBe(1);
      expect(refused.output()).toContain('written by a newer version of Hearback');
    },
  );

  it('given one role without servers, then it does not start and says all that is missing', async () => {
    const refused = spawnHearback(['serve', '--role', 'projector'], { HEARBACK_DATA: directory });
    expect(await refused.exited()).toBe(1);
    for (const name of ['KAFKA_BROKERS', 'CLICKHOUSE_URL', 'HEARBACK_KEYS_URL'])
      expect(refused.output()).toContain(`${name}: is missing`);
  });
});
