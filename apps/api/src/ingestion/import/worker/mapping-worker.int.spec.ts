import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { openDoor, type Door } from '../../testing/door.js';
import { ImportService } from '../import.service.js';
import type { ImportState } from '../import-state.js';
import { ImportFailed } from '../row.js';
import { MappingWorker, MappingWorkerEnded } from './mapping-worker.js';
import type { MappedBatch } from './protocol.js';

const MAPPING = `
source: urn:acme:export
rules:
  - event: interview.completed
    when: { A: { matches: '^(A+)+[0-9]' } }
    time: "{End}"
    data: { applicationId: "{A}", interviewId: i, endedAt: "{End}" }
`;
/** Each cell takes the engine a moment, and there are many. */
const SLOW = `
source: urn:acme:export
rules:${Array.from(
  { length: 200 },
  (_, n) => `
  - { name: r${n}, event: application.closed, time: "{End}", when: { A: { matches: '(x?){500}y${n}' } }, data: { applicationId: "{A}", outcome: hired } }`,
).join('')}
`;
const HEADER = 'A,End\n';
const ROW = 'A1,2026-03-01T10:00:00Z\n';
const NOW = (): string => '2026-03-02T12:00:00.000Z';

async function allOf(batches: AsyncGenerator<MappedBatch>): Promise<MappedBatch[]> {
  const all: MappedBatch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

describe('the thread that maps the rows of a file', () => {
  it('given rows that make more events than fit one batch, then all of them come, in their order', async () => {
    const worker = await MappingWorker.start({ yaml: MAPPING, format: 'csv' });
    const rows = Array.from({ length: 5_000 }, (_, n) => ROW.replace('A1', `A${n}`));
    const batches = await allOf(worker.batches(Readable.from([Buffer.from(HEADER + rows.join(''))]), NOW));
    expect(batches.map(({ events }) => events)).toEqual([1_000, 1_000, 1_000, 1_000, 1_000]);
    expect(batches.flatMap(({ lines }) => [...lines])).toEqual(rows.map((_, n) => n + 2));
  });

  it('given one that gets nowhere, then it is ended and says what to change', async () => {
    const limits = { memoryMiB: 256, silenceMs: 20 };
    const worker = await MappingWorker.start({ yaml: SLOW, format: 'csv' }, limits);
    const cell = 'x'.repeat(100_000);
    const batches = worker.batches(Readable.from([Buffer.from(`${HEADER}${cell},x\n`.repeat(50))]), NOW);
    await expect(allOf(batches)).rejects.toThrow(/Some rows took longer than 0.02 s. Use fewer or simpler/);
    await expect(allOf(worker.batches(Readable.from([]), NOW))).rejects.toBeInstanceOf(ImportFailed);
  });

  it('given one that runs out of memory, then it ends, and the process goes on', async () => {
    const limits = { memoryMiB: 48, silenceMs: 30_000 };
    const worker = await MappingWorker.start({ yaml: MAPPING, format: 'jsonl' }, limits);
    const line = `${JSON.stringify(Array.from({ length: 600_000 }, () => ({})))}\n`;
    const batches = worker.batches(Readable.from([Buffer.from(line.repeat(20))]), NOW);
    await expect(allOf(batches)).rejects.toThrow(/needed more than 48 MiB of memory/);
    await expect(allOf(worker.batches(Readable.from([]), NOW))).rejects.toBeInstanceOf(MappingWorkerEnded);
  });
});

describe('POST /api/v1/imports with what takes long', () => {
  let door: Door;
  beforeEach(async () => {
    door = await openDoor();
  });
  afterEach(() => door.close());

  it('given a mapping that makes every row slow, then others are answered meanwhile, and the end of the service is heeded', async () => {
    const stream = Readable.from(
      (function* () {
        yield Buffer.from(HEADER);
        for (;;) yield Buffer.from(`${'x'.repeat(60_000)},x\n`);
      })(),
    );
    const started = await door.app.get(ImportService).start({ stream, format: 'csv', mapping: SLOW });
    for (let asked = 0; asked < 5; asked += 1) {
      const answer = await request(door.server).get('/api/v1/imports').expect(200);
      expect((answer.body as { imports: ImportState[] }).imports[0]?.state).toBe('running');
    }
    await door.close();
    expect(await started.done).toMatchObject({ state: 'failed', fault: 'service' });
    expect((await started.done).error).toMatch(/The service was stopped. Run the import again/);
    door = await openDoor();
  });

  it('given an import whose thread dies, then it has failed, nothing is lost, and run again it is whole', async () => {
    const imports = door.app.get(ImportService);
    const chunks = [Buffer.from(HEADER + ROW), Buffer.from(ROW.replace('A1', 'A2'))];
    let goOn: () => void = () => undefined;
    const stream = Readable.from(
      (async function* () {
        yield chunks[0];
        await new Promise<void>((resolve) => (goOn = resolve));
        yield chunks[1];
      })(),
    );
    const start = MappingWorker.start.bind(MappingWorker);
    const made: MappingWorker[] = [];
    MappingWorker.start = async (...given) => {
      const worker = await start(...given);
      made.push(worker);
      return worker;
    };
    const { done, progress } = await imports.start({ stream, format: 'csv', mapping: MAPPING });
    MappingWorker.start = start;
    while (progress().rows === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await made[0]?.end();
    goOn();
    const state = await done;
    expect(state).toMatchObject({ state: 'failed', fault: 'service' });
    expect(state.error).toMatch(/broke off.*Run it again; what was recorded before is not counted twice/);
    const again = await imports.start({
      stream: Readable.from([Buffer.concat(chunks)]),
      format: 'csv',
      mapping: MAPPING,
    });
    expect(await again.done).toMatchObject({ state: 'done', counts: { events: 2, rejected: 0 } });
    expect(await door.logged()).toHaveLength(2);
  });

  it('given more imports than may run at a time, then the next is answered 503 with Retry-After', async () => {
    const imports = door.app.get(ImportService);
    const endless = (): Readable => new Readable({ read: () => undefined });
    const runs = [];
    for (let n = 0; n < 8; n += 1)
      runs.push(await imports.start({ stream: endless(), format: 'csv', mapping: MAPPING, dryRun: true }));
    const answer = await request(door.server)
      .post('/api/v1/imports')
      .field('mapping', MAPPING)
      .attach('file', Buffer.from(HEADER + ROW), 'rows.csv')
      .expect(503, /8 imports are running/);
    expect(answer.headers['retry-after']).toBe('5');
    await door.close();
    for (const { done } of runs) expect((await done).state).toBe('failed');
    door = await openDoor();
  });
});
