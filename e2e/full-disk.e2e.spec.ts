import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the disk on which chaos runs services as well
import { SmallDisk } from '../chaos/src/small-disk.js';
import { post, send, several, waitingIn } from './events.js';
import { eventually, startHearback, type HearbackProcess } from './hearback-process.js';

const MEBIBYTE = 2 ** 20;
/** The least that can be set; events then are taken down to 16 MiB. */
const RESERVE = 32 * MEBIBYTE;

/** Where the machine lets anybody make a file system in a namespace of their own. */
const canMount =
  spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', 'mount -t tmpfs none /mnt'])
    .status === 0;
const describeOnSmallDisk = canMount ? describe : describe.skip;

let disk: SmallDisk;
let hearback: HearbackProcess;
const started: HearbackProcess[] = [];
beforeAll(async () => {
  if (!canMount) return;
  disk = await SmallDisk.make(512);
  hearback = await startHearback({
    directory: disk.data,
    through: disk.through,
    environment: { HEARBACK_RESERVE: String(RESERVE) },
  });
  started.push(hearback);
  expect(await send(hearback.url, several('before', 200))).toBe(202);
  await hearback.settled();
});
afterAll(async () => {
  if (!canMount) return;
  for (const each of started) await each.end();
  await disk.dispose();
});

interface Told {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly type: string | null;
  readonly body: string;
}

async function ask(path: string, init: RequestInit = {}): Promise<Told> {
  const response = await fetch(hearback.url + path, init);
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    type: response.headers.get('content-type'),
    body: await response.text(),
  };
}
const sql = (statement: string): Promise<Told> =>
  ask('/api/v1/sql?format=JSONEachRow', {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: statement,
  });

const READS = [
  '/api/v1/metrics/waiting-now',
  '/api/v1/metrics/waiting-now/obligations',
  '/api/v1/metrics/waiting-now/obligations?format=csv',
  '/api/v1/metrics/time-to-decision/curve',
  '/api/v1/waiting',
  '/api/v1/teams',
  '/api/v1/jobs',
  '/api/v1/teams/t/health',
  '/api/v1/organisation',
  '/api/v1/sources',
  '/api/v1/applications/before-1',
  '/api/v1/dead-letters',
];

describeOnSmallDisk('a disk with less room than is held in reserve', () => {
  let waiting: number | undefined;
  beforeEach(async () => {
    disk.free();
    await hearback.settled();
    waiting = await waitingIn(hearback);
  });
  afterEach(() => disk.free());

  it('given less than the reserve, then what reads says so, events are taken, and count when there is room', async () => {
    disk.fill(25 * MEBIBYTE);
    for (const told of [...(await Promise.all(READS.map((path) => ask(path)))), await sql('SELECT 1')]) {
      expect(told).toMatchObject({ status: 503, retryAfter: '5' });
      expect(told.type).toContain('application/problem+json');
      expect(told.body).toMatch(
        /data directory \(HEARBACK_DATA\) has 2[45][.\d]* MiB free, and 32 MiB are needed .*HEARBACK_RESERVE.* Free space there/,
      );
    }
    const ready = await ask('/health/ready');
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.body)).toMatchObject({ status: 'not ready', disk: 'not enough for figures' });
    expect((await ask('/health/live')).status).toBe(200);
    expect((await ask('/metrics')).body).toMatch(/^hearback_disk_reserve_bytes\{need="figures"\} 33554432$/m);

    expect(await send(hearback.url, several('below', 100))).toBe(202);
    await eventually(async () => {
      expect(hearback.output()).toMatch(/A batch failed and comes again .*are needed/);
      await Promise.resolve();
    });
    disk.free();
    await hearback.settled();
    expect(await waitingIn(hearback)).toBe((waiting ?? 0) + 100);
    expect(JSON.parse((await ask('/api/v1/dead-letters')).body)).toMatchObject({ rows: [], total: 0 });
  });

  it('given half of the least reserve, then events are refused with the remedy, and nothing of them is kept', async () => {
    disk.fill(10 * MEBIBYTE);
    const refused = await post(hearback.url, several('refused', 10));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused.text()).toMatch(
      /full \(\d[.\d]* MiB are free, and 16 MiB are needed\); nothing was recorded. Free space on .*HEARBACK_DATA/,
    );
    expect(JSON.parse((await ask('/health/ready')).body)).toMatchObject({ disk: 'full' });
    disk.free();
    expect(await send(hearback.url, several('refused', 10))).toBe(202);
    await hearback.settled();
    expect(await waitingIn(hearback)).toBe((waiting ?? 0) + 10);
  });

  it('given an answer larger than the disk, then it is an error and not a part of it, and figures are as before', async () => {
    const LINES = 900_000;
    const LONG = `SELECT arrayJoin(range(${LINES})) AS line, '${'x'.repeat(60)}' AS filler`;
    const whole = await sql(LONG);
    expect([whole.status, whole.body.split('\n').length]).toEqual([200, LINES + 1]);
    // More than the reserve, so that the question is asked, and less than the answer.
    disk.fill(RESERVE + 4 * MEBIBYTE);
    expect((await ask('/api/v1/metrics/waiting-now')).status).toBe(200);
    const cut = await sql(LONG);
    expect(cut.status).toBe(503);
    expect(cut.type).toContain('application/problem+json');
    disk.free();
    // The engine is on its way back.
    await hearback.settled();
    expect(await waitingIn(hearback)).toBe(waiting);
    expect((await sql(LONG)).body).toHaveLength(whole.body.length);
  });
});
