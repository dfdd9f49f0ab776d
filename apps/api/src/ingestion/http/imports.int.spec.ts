import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import request from 'supertest';
import type { ImportState } from '../import/import-state.js';
import { openDoor, type Door } from '../testing/door.js';

const MAPPING = `
source: urn:acme:export
rules:
  - when: { kind: interview }
    event: interview.completed
    time: "{at}"
    data: { applicationId: "{app}", interviewId: i, endedAt: "{at}" }
`;
const HEADER = 'app,kind,at,notes\n';
const ROW = 'A1,interview,2026-03-01T10:00:00Z,\n';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that are still needed. What the process occupies also depends on when garbage was last collected. */
function held(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('POST /api/v1/imports', () => {
  let door: Door;
  beforeEach(async () => {
    door = await openDoor();
  });
  afterEach(() => door.close());

  const upload = (text: string, mapping = MAPPING): request.Test =>
    request(door.server)
      .post('/api/v1/imports')
      .field('mapping', mapping)
      .attach('file', Buffer.from(text), 'rows.csv');

  it('imports the file, and tells about it afterwards', async () => {
    const created = await upload(`${HEADER}${ROW}A2,interview,soon,\nA3,other,,\n`).expect(201);
    const { id } = created.body as ImportState;
    const progress = await request(door.server)
      .get(created.headers['location'] ?? '')
      .expect(200);
    const list = await request(door.server).get('/api/v1/imports').expect(200);
    const rejected = await request(door.server).get(`/api/v1/imports/${id}/rejected`).expect(200);

    expect(created.body).toMatchObject({
      name: 'rows.csv',
      state: 'done',
      rows: 3,
      counts: { recorded: 1, duplicate: 0, rejected: 0, ignored: 1, failed: 1 },
    });
    expect(progress.body).toEqual(created.body);
    expect((list.body as { imports: unknown[] }).imports).toEqual([created.body]);
    expect(rejected.headers['content-type']).toMatch('text/csv');
    expect(rejected.headers['content-disposition']).toMatch('attachment');
    expect(rejected.text).toMatch(/^line,column,reason\r\n3,at,/);
  });

  it('takes the mapping as a file too, JSON lines by name, and a dry run', async () => {
    const response = await request(door.server)
      .post('/api/v1/imports')
      .attach('mapping', Buffer.from(MAPPING), 'mapping.yaml')
      .field('dryRun', 'true')
      .attach(
        'file',
        Buffer.from('{"app":"A1","kind":"interview","at":"2026-03-01T10:00:00Z"}\n'),
        'rows.jsonl',
      )
      .expect(201);

    expect(response.body).toMatchObject({ dryRun: true, counts: { events: 1, recorded: 0 } });
    expect((response.body as ImportState).firstEvents).toHaveLength(1);
    expect(await door.logged()).toEqual([]);
  });

  it('answers 422 with all problems of the mapping', async () => {
    const response = await upload(
      HEADER,
      MAPPING.replace('urn:acme:export', 'acme').replace('endedAt', 'endetAt'),
    ).expect(422);
    const again = await upload(HEADER, MAPPING.replace('endedAt', 'endetAt')).expect(422);

    expect(response.body).toMatchObject({ title: 'Mapping not usable', problems: [{ path: 'source' }] });
    expect(again.body).toMatchObject({
      problems: [{ path: 'rules.0.data.endetAt' }, { path: 'rules.0.data.endedAt' }],
    });
  });

  it('answers 422 when the file can’t be imported', async () => {
    const response = await upload('app,kind\nA1,interview\n').expect(422);

    expect(response.headers['content-type']).toMatch('application/problem+json');
    expect(response.body).toMatchObject({ import: { state: 'failed', fault: 'file' } });
    expect((response.body as { detail: string }).detail).toContain('lacks 1 column(s)');
  });

  it('answers 400 and 415 to requests without their parts', async () => {
    await request(door.server)
      .post('/api/v1/imports')
      .attach('file', Buffer.from(HEADER), 'rows.csv')
      .expect(400, /mapping/);
    await request(door.server)
      .post('/api/v1/imports')
      .field('mapping', MAPPING)
      .expect(400, /no part/);
    await request(door.server).post('/api/v1/imports').send({ mapping: MAPPING }).expect(415);
    await upload(HEADER).field('dryRun', 'perhaps').expect(400);
    await request(door.server).get('/api/v1/imports/none').expect(404);
    await request(door.server).get('/api/v1/imports/none/rejected').expect(404);
  });

  it('streams 50 MB at the pace of the log, in bounded memory', async () => {
    const line = `A1,note,,"${'So far so good. '.repeat(60)}"\n`;
    const lines = Math.ceil((50 * 1024 * 1024) / line.length);
    const before = held();
    let most = 0;
    const parts = function* (): Generator<string> {
      yield `--b\r\ncontent-disposition: form-data; name="mapping"\r\n\r\n${MAPPING}\r\n`;
      yield `--b\r\ncontent-disposition: form-data; name="file"; filename="big.csv"\r\n\r\n${HEADER}`;
      for (let index = 0; index < lines; index += 1) {
        yield index % 100 === 0 ? ROW.replace('A1', `A${index}`) : line;
        if (index % 5_000 === 0) most = Math.max(most, held() - before);
      }
      yield '\r\n--b--\r\n';
    };
    const state = await send(Readable.from(parts(), { objectMode: false, highWaterMark: 64 * 1024 }));

    expect(state).toMatchObject({ state: 'done', rows: lines, counts: { failed: 0 } });
    expect(state.bytes).toBeGreaterThan(49 * 1024 * 1024);
    expect(state.counts.recorded).toBe(Math.ceil(lines / 100));
    // Client and server are one process here, and of a file kept as a whole half would be there half-way.
    expect(most).toBeLessThan(20 * 1024 * 1024);
  });

  it('fails when the upload breaks off, and counts nothing twice when it is sent again', async () => {
    const body = Readable.from(
      (async function* () {
        yield `--b\r\ncontent-disposition: form-data; name="mapping"\r\n\r\n${MAPPING}\r\n`;
        yield `--b\r\ncontent-disposition: form-data; name="file"; filename="rows.csv"\r\n\r\n${HEADER}${ROW}`;
        await new Promise((resolve) => setTimeout(resolve, 100));
        throw new Error('the client goes away');
      })(),
    );
    await expect(send(body)).rejects.toThrow();
    const states = async (): Promise<ImportState[]> =>
      ((await request(door.server).get('/api/v1/imports')).body as { imports: ImportState[] }).imports;
    // It is there once its mapping has been read.
    while (((await states())[0]?.state ?? 'running') === 'running')
      await new Promise((resolve) => setTimeout(resolve, 20));
    const [broken] = await states();
    const again = await upload(HEADER + ROW).expect(201);

    expect(broken).toMatchObject({ state: 'failed', error: expect.stringContaining('broke off') as unknown });
    expect(again.body).toMatchObject({ counts: { recorded: 1 } });
    expect(await door.logged()).toHaveLength(1);
  });

  function send(body: Readable): Promise<ImportState> {
    const { port } = door.server.address() as { port: number };
    return new Promise((resolve, reject) => {
      const sent = httpRequest({
        port,
        path: '/api/v1/imports',
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
      });
      sent.on('error', reject);
      sent.on('response', (response: IncomingMessage) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve(JSON.parse(text) as ImportState));
      });
      body.on('error', (error) => sent.destroy(error));
      body.pipe(sent);
    });
  }
});
