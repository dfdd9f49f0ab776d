import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startEmbeddedClickHouse, type EmbeddedClickHouse } from '@hearback/embedded-clickhouse';
import { send, several, waitingIn } from './events.js';
import {
  eventually,
  removeDirectory,
  startHearback,
  temporaryDirectory,
  type HearbackProcess,
} from './hearback-process.js';

/** What supervisors give a process that is told to stop, in milliseconds. */
const GRACE_MS = 30_000;

/** Stands between the service and its server, and can stop to pass anything on without closing anything. */
class Freezer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isFrozen = false;
  #freezesAt: string | undefined;

  constructor(private readonly target: number) {
    this.#server = createServer((client) => {
      const upstream = connect(this.target, '127.0.0.1');
      for (const [from, to] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        this.#sockets.add(from);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
        from.on('data', (bytes: Buffer) => {
          if (this.#freezesAt !== undefined && bytes.includes(this.#freezesAt)) this.#isFrozen = true;
          if (!this.#isFrozen) to.write(bytes);
        });
      }
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  freeze(): void {
    this.#isFrozen = true;
  }

  /** From the first statement on that has this in it, which is not passed on either. */
  freezeAt(part: string): void {
    this.#freezesAt = part;
  }

  get isFrozen(): boolean {
    return this.#isFrozen;
  }

  /** What was swallowed is gone: connections from before are of no use any more. */
  thaw(): void {
    this.#isFrozen = false;
    this.#freezesAt = undefined;
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.thaw();
    this.#server.close();
  }
}

let directory: string;
let engine: EmbeddedClickHouse | undefined;
let freezer: Freezer;
let hearback: HearbackProcess | undefined;
beforeEach(async () => {
  directory = await temporaryDirectory();
  engine = await startEmbeddedClickHouse({ dataDirectory: join(directory, 'engine'), password: 'secret' });
  freezer = new Freezer(Number(new URL(engine.url).port));
  await freezer.listen();
});
afterEach(async () => {
  freezer.close();
  await hearback?.end('SIGKILL');
  await engine?.close();
  await removeDirectory(directory);
});

const start = (): Promise<HearbackProcess> =>
  startHearback({
    directory: join(directory, 'data'),
    environment: { CLICKHOUSE_URL: `http://default:secret@127.0.0.1:${freezer.port}` },
  });

const frozen = (): Promise<void> =>
  eventually(() => (freezer.isFrozen ? Promise.resolve() : Promise.reject(new Error('not asked yet'))));

async function expectPromptEnd(service: HearbackProcess): Promise<void> {
  const asked = Date.now();
  expect(await service.end('SIGTERM')).toBe(0);
  expect(Date.now() - asked).toBeLessThan(GRACE_MS);
}

describe('a service that is told to stop', () => {
  it('given a ClickHouse that hangs in the middle of a batch, then it answers probes, ends within the grace, and nothing is lost', async () => {
    hearback = await start();
    expect(await send(hearback.url, several('before', 300))).toBe(202);
    await hearback.settled();

    freezer.freeze();
    expect(await send(hearback.url, several('during', 300))).toBe(202);
    const { url } = hearback;
    await eventually(async () => {
      const asked = Date.now();
      const response = await fetch(`${url}/health/ready`);
      expect(Date.now() - asked).toBeLessThan(5_000);
      expect([response.status, await response.json()]).toMatchObject([
        503,
        { store: 'away', log: 'reachable' },
      ]);
    });

    await expectPromptEnd(hearback);

    freezer.thaw();
    hearback = await start();
    await hearback.settled();
    expect(await waitingIn(hearback)).toBe(600);
  });

  it.each([
    ['deletes old originals', 'SELECT count() AS count FROM stored_rejections'],
    ['looks which weeks are published', `SELECT DISTINCT JSONExtractString(data, 'week')`],
  ])('given a ClickHouse that hangs while it %s, then it ends within the grace', async (_, statement) => {
    freezer.freezeAt(statement);
    hearback = await start();
    await frozen();
    await expectPromptEnd(hearback);
  });

  it('given a ClickHouse that hangs in the middle of a rebuild, then it ends within the grace, and the rebuild is done afterwards', async () => {
    hearback = await start();
    expect(await send(hearback.url, several('before', 300))).toBe(202);
    await hearback.settled();
    freezer.freezeAt('SELECT * FROM stored_rejections FINAL');
    const response = await fetch(`${hearback.url}/api/v1/rebuild?from=events`, { method: 'POST' });
    expect(response.status).toBe(202);
    await frozen();
    await expectPromptEnd(hearback);

    freezer.thaw();
    hearback = await start();
    const again = hearback;
    await eventually(async () => {
      const { phase } = await again.get<{ phase: string }>('/api/v1/rebuild');
      if (phase !== 'done') throw new Error(phase);
    });
    expect(await waitingIn(hearback)).toBe(300);
  });
});
