import { chmod, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { completed, send, waitingIn } from './events.js';
import {
  eventually,
  removeDirectory,
  spawnHearback,
  startHearback,
  temporaryDirectory,
} from './hearback-process.js';

let directory: string;
beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(() => removeDirectory(directory));

describe('a start that can not succeed', () => {
  it('given a port in use, then it says so and how to choose another', async () => {
    const first = await startHearback({ directory });
    const other = await temporaryDirectory();
    const second = spawnHearback(['serve', '--empty'], {
      PORT: new URL(first.url).port,
      HEARBACK_DATA: other,
    });
    expect(await second.exited()).toBe(1);
    expect(second.output()).toMatch(/Port \d+ on 127\.0\.0\.1 is in use.*PORT=/);
    await first.end();
    await removeDirectory(other);
  });

  it('given a data directory of a running service, then it names the process', async () => {
    const first = await startHearback({ directory });
    const second = spawnHearback(['serve', '--empty'], { PORT: '0', HEARBACK_DATA: directory });
    expect(await second.exited()).toBe(1);
    expect(second.output()).toContain(`in use by process ${first.pid}`);
    expect(await first.end()).toBe(0);
  });

  it('given a data directory of a newer version, then it is refused', async () => {
    await writeFile(join(directory, 'format.json'), '{"format":99}');
    const child = spawnHearback(['serve', '--empty'], { PORT: '0', HEARBACK_DATA: directory });
    expect(await child.exited()).toBe(1);
    expect(child.output()).toContain('newer version of Hearback');
  });

  it('given a data directory that can not be written, then it is named with the remedy', async () => {
    const file = join(directory, 'a-file');
    await writeFile(file, '');
    await chmod(file, 0o400);
    const child = spawnHearback(['serve', '--empty'], { PORT: '0', HEARBACK_DATA: join(file, 'data') });
    expect(await child.exited()).toBe(1);
    expect(child.output()).toMatch(/a-file\/data can't be used.*HEARBACK_DATA/s);
  });

  it('given mistakes in the environment, then all are told at once', async () => {
    const child = spawnHearback(['serve'], { PORT: 'x', KAFKA_BROKERS: 'nowhere', HEARBACK_DATA: directory });
    expect(await child.exited()).toBe(1);
    expect(child.output()).toMatch(/2 problem\(s\)[\s\S]*PORT[\s\S]*KAFKA_BROKERS/);
  });
});

describe('a start that says nothing of an address', () => {
  it('is reached on the loopback address only', async () => {
    const hearback = await startHearback({ directory });
    const { port, hostname } = new URL(hearback.url);
    expect(hostname).toBe('127.0.0.1');
    const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const others = addresses.filter(({ family, internal }) => family === 'IPv4' && !internal);
    // On Linux all of 127.0.0.0/8 leads here: what listened on every address would answer.
    for (const address of ['127.0.0.2', ...others.map((other) => other.address)]) {
      await expect(
        fetch(`http://${address}:${port}/health/live`, { signal: AbortSignal.timeout(5_000) }),
      ).rejects.toThrow();
    }
    expect((await fetch(`${hearback.url}/health/live`)).status).toBe(200);
    await hearback.end();
  });
});

describe('a bad day', () => {
  it('given the service killed after it acknowledged events, then they are all there after the restart', async () => {
    const first = await startHearback({ directory });
    for (let batch = 0; batch < 5; batch += 1) {
      const events = Array.from({ length: 200 }, (_, index) => completed(`${batch}-${index}`));
      expect(await send(first.url, events)).toBe(202);
    }
    await first.end('SIGKILL');
    const second = await startHearback({ directory });
    await second.settled();
    expect(await waitingIn(second)).toBe(1000);
    await second.end();
  });

  it('given the service killed in the middle of importing the sample, then the next start finishes it and nothing counts twice', async () => {
    const first = await startHearback({ directory, sample: true });
    await eventually(async () => {
      const { events } = await first.get<{ events: { count: number } }>('/api/v1/organisation');
      if (events.count < 5_000) throw new Error('too early');
    });
    await first.end('SIGKILL');
    const second = await startHearback({ directory, sample: true });
    await eventually(
      () =>
        second.output().includes('Sample imported')
          ? Promise.resolve()
          : Promise.reject(new Error(second.output())),
      120_000,
    );
    const { events } = await second.get<{ events: { count: number } }>('/api/v1/organisation');
    expect(events.count).toBe(53_611);
    await second.end();
  });

  it('given the engine killed while it takes events, then it is restarted and all events are in the figures', async () => {
    const hearback = await startHearback({ directory });
    const all = Array.from({ length: 10 }, (_, batch) =>
      Array.from({ length: 300 }, (__, index) => completed(`${batch}-${index}`)),
    );
    const { execFileSync } = await import('node:child_process');
    for (const [index, events] of all.entries()) {
      if (index === 4) execFileSync('pkill', ['-9', '-P', String(hearback.pid)]);
      expect(await send(hearback.url, events)).toBe(202);
    }
    await eventually(async () => expect(await waitingIn(hearback)).toBe(3000));
    await hearback.end();
  });

  it('given ClickHouse that is away from the start, then events are kept, and figures are an outage, not zeros', async () => {
    const hearback = await startHearback({
      directory,
      environment: { CLICKHOUSE_URL: 'http://127.0.0.1:9' },
    });
    expect(await send(hearback.url, [completed('a')])).toBe(202);
    const response = await fetch(`${hearback.url}/api/v1/metrics/waiting-now`);
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect((await fetch(`${hearback.url}/health/ready`)).status).toBe(503);
    await hearback.end();
    const again = await startHearback({ directory });
    await again.settled();
    expect(await waitingIn(again)).toBe(1);
    await again.end();
  });

  it('given a broker that is away, then events are refused with 503 and the rest answers', async () => {
    const hearback = await startHearback({ directory, environment: { KAFKA_BROKERS: '127.0.0.1:9' } });
    expect(await send(hearback.url, [completed('a')])).toBe(503);
    expect((await fetch(`${hearback.url}/api/v1/metrics`)).status).toBe(200);
    await hearback.end();
  });
});
