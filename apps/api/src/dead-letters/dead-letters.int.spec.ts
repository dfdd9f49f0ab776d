import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rejectionReasons } from '@hearback/domain';
import { completed } from '@hearback/domain/testing';
import request from 'supertest';
import type { LoggedRecord } from '../event-log/event-log.js';
import { serveStore } from '../testing/http-of-store.js';
import { recordOf, recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';
import { LISTED_BYTES } from './dead-letters.handler.js';
import { DeadLettersModule } from './dead-letters.module.js';
import type { DeadLetterPage, DeadLetterWithReplays } from './dead-letters.query.js';

const RECORDED = '2026-03-04T10:00:00.000Z';

let test: TestStore;
let http: Awaited<ReturnType<typeof serveStore>>;
beforeAll(async () => {
  test = await startTestStore();
  http = await serveStore(test, [DeadLettersModule], '2026-03-10T10:00:00.000Z');
});
afterAll(async () => {
  await http.close();
  await test.close();
});
beforeEach(() => test.clear());

const message = (value: string | Uint8Array | null, offset: bigint, recordedTime = RECORDED): LoggedRecord =>
  recordOf(value, offset, recordedTime);
const ask = (path: string, status = 200): request.Test =>
  request(http.server).get(`/api/v1/dead-letters${path}`).expect(status);
const page = async (query = ''): Promise<DeadLetterPage> => (await ask(query)).body as DeadLetterPage;
const one = async (id: string): Promise<DeadLetterWithReplays> =>
  (await ask(`/${encodeURIComponent(id)}`)).body as DeadLetterWithReplays;

describe('rejected messages', () => {
  it('given none, then an empty page', async () => {
    await test.project(recordsOf([completed()]));
    expect(await page()).toEqual({ total: 0, rows: [] });
  });

  it('given one, then its reason, its problems, where it lay, and the original', async () => {
    const headers = {
      'hearback-recorded-time': '2026-03-04T10:00:00.250Z',
      'hearback-origin': 'http',
      'x-from': 'Zürich',
    };
    const value = '{"specversion":"2.0"}';
    const appended = '2026-03-04T10:00:01.000Z';
    await test.project([recordOf(value, 7n, appended, headers)]);
    const expected = {
      id: 'test/0/7',
      reason: 'not-cloudevent',
      problems: expect.arrayContaining([{ path: 'specversion', message: expect.any(String) }]),
      origin: 'http',
      recordedAt: '2026-03-04T10:00:00.250Z',
      appendedAt: appended,
      topic: 'test',
      partition: 0,
      offset: '7',
      headers,
      headersBase64: Object.fromEntries(
        Object.entries(headers).map(([name, text]) => [name, Buffer.from(text).toString('base64')]),
      ),
      keyBase64: null,
      text: value,
      bytesBase64: Buffer.from(value).toString('base64'),
      size: value.length,
      isKept: true,
      isCut: false,
      outcome: 'none',
    };
    expect(await page()).toEqual({ total: 1, rows: [expected] });
    expect(await one('test/0/7')).toEqual({ ...expected, replays: [] });
  });

  it('given bytes that are no text, nothing, or a byte order mark, then exactly that is told', async () => {
    await test.project([
      message(new Uint8Array([0xff, 0xfe, 0x00]), 3n),
      message(null, 2n),
      message('\uFEFF{}', 1n),
    ]);
    expect((await page()).rows.map(({ text, bytesBase64 }) => [text, bytesBase64])).toEqual([
      [null, '//4A'],
      ['', ''],
      ['\uFEFF{}', '77u/e30='],
    ]);
  });

  it('given an offset beyond what a number holds exactly, then it is told exactly, and found by it', async () => {
    await test.project([message('a', 9_007_199_254_740_993n)]);
    expect((await page()).rows.map(({ id }) => id)).toEqual(['test/0/9007199254740993']);
    expect((await one('test/0/9007199254740993')).offset).toBe('9007199254740993');
  });

  it('given a batch that was projected twice, then each message is there once', async () => {
    await test.project([message('a', 1n)]);
    test.forget();
    await test.project([message('a', 1n)]);
    expect(await page()).toMatchObject({ total: 1, rows: [{ id: 'test/0/1' }] });
  });
});

describe('long ones', () => {
  it.each([
    ['as long as a list tells', 0, false],
    ['one byte longer', 1, true],
    ['two bytes longer', 2, true],
    ['three bytes longer', 3, true],
  ])('given one that is %s, then it is told as far as that', async (_, more, isCut) => {
    const value = 'x'.repeat(LISTED_BYTES + more);
    await test.project([message(value, 1n)]);
    const listed = value.slice(0, LISTED_BYTES);
    expect((await page()).rows).toMatchObject([
      { isCut, text: listed, bytesBase64: Buffer.from(listed).toString('base64') },
    ]);
    expect(await one('test/0/1')).toMatchObject({
      isCut: false,
      text: value,
      bytesBase64: Buffer.from(value).toString('base64'),
    });
  });

  it('given a cut through a character, then the text ends before it', async () => {
    await test.project([message(`x${'ä'.repeat(LISTED_BYTES)}`, 1n)]);
    const [row] = (await page()).rows;
    expect(row?.text).toBe(`x${'ä'.repeat(LISTED_BYTES / 2 - 1)}`);
    expect(Buffer.from(row?.bytesBase64 ?? '', 'base64')).toHaveLength(LISTED_BYTES);
  });

  it('given no text, then that is so of its beginning too', async () => {
    await test.project([message(new Uint8Array(LISTED_BYTES * 2).fill(0xff), 1n)]);
    expect((await page()).rows).toMatchObject([{ isCut: true, text: null }]);
  });
});

describe('the order, its pages and the choice', () => {
  it('given several and pages of one, then each comes once, the last recorded first', async () => {
    await test.project([
      message('b', 9n),
      message('a', 10n),
      message('{}', 11n, '2026-03-04T11:00:00.000Z'),
      message('d', 12n, '2026-03-04T09:00:00.000Z'),
    ]);
    const seen: string[] = [];
    for (let query = '?limit=1'; query !== '';) {
      const { rows, next, total } = await page(query);
      expect([rows.length, total]).toEqual([1, 4]);
      seen.push(...rows.map(({ offset }) => offset));
      query = next === undefined ? '' : `?limit=1&cursor=${next}`;
    }
    expect(seen).toEqual(['11', '10', '9', '12']);
  });

  it('given one that comes in between two pages, then the second page is what it would have been', async () => {
    await test.project([message('a', 1n), message('b', 2n)]);
    const { next } = await page('?limit=1');
    await test.project([message('c', 3n, '2026-03-05T10:00:00.000Z')]);
    expect(await page(`?limit=1&cursor=${next}`)).toMatchObject({ total: 3, rows: [{ text: 'a' }] });
  });

  it('given reasons, then only such, also over pages; of one that never occurs, none', async () => {
    await test.project([message('a', 1n), message('{}', 2n), message('b', 3n)]);
    const first = await page('?reason=not-json&limit=1');
    expect(first).toMatchObject({ total: 2, rows: [{ text: 'b' }] });
    expect(await page(`?reason=not-json&limit=1&cursor=${first.next}`)).toEqual({
      total: 2,
      rows: [expect.objectContaining({ text: 'a' })],
    });
    expect((await page('?reason=not-json&reason=not-cloudevent')).total).toBe(3);
    expect(await page('?reason=conflict')).toEqual({ total: 0, rows: [] });
  });
});

describe('what is chosen', () => {
  beforeEach(async () => {
    const from = (origin: string): Record<string, string> => ({ 'hearback-origin': origin });
    await test.project([
      recordOf('a', 1n, '2026-03-04T09:59:59.999Z', from('http')),
      recordOf('b', 2n, '2026-03-04T10:00:00.000Z', from('import:x')),
      recordOf('c', 3n, '2026-03-05T00:00:00.000Z', from('import:y')),
      recordOf('d', 4n, '2026-03-05T09:00:00.000Z', {}),
    ]);
  });

  it.each([
    ['from=2026-03-04T10:00:00Z', 'dcb'],
    ['to=2026-03-04T10:00:00Z', 'a'],
    ['from=2026-03-05', 'dc'],
    ['from=2026-03-04T12:00%2B02:00&to=2026-03-05', 'b'],
    ['origin=import', 'cb'],
    ['origin=import:x', 'b'],
    ['origin=http&origin=log', 'da'],
    ['origin=impo', ''],
    ['topic=test', 'dcba'],
    ['topic=other', ''],
    ['outcome=none', 'dcba'],
    ['outcome=recorded', ''],
    ['outcome=rejected', ''],
    ['origin=import&from=2026-03-05&reason=not-json', 'c'],
  ])('given %s, then %s', async (query, texts) => {
    const { total, rows } = await page(`?${query}`);
    expect([rows.map(({ text }) => text).join(''), total]).toEqual([texts, texts.length]);
  });
});

describe('bytes', () => {
  it('given a key and headers that are no text, then they are told byte for byte', async () => {
    const bytes = new Uint8Array([0xff, 0x00, 0xfe]);
    await test.project([{ ...message('a', 1n), key: bytes, headers: { odd: bytes } }]);
    expect(await one('test/0/1')).toMatchObject({ keyBase64: '/wD+', headersBase64: { odd: '/wD+' } });
  });
});

describe('bad questions', () => {
  it.each([
    ['reason=bad', `reason.0: must be any of ${rejectionReasons.join(', ')}`],
    ['reason=not-json&reason=bad', `reason.1: must be any of ${rejectionReasons.join(', ')}`],
    ['reason=', 'reason.0'],
    [
      'reasons=not-json',
      'no parameter is called reasons; there are reason, origin, topic, from, to, outcome, limit, cursor',
    ],
    ['from=yesterday', 'from: must be a day that exists, like 2026-11-24, or an instant'],
    ['to=2026-02-30', 'to: must be a day'],
    ['outcome=mended', 'outcome: must be any of none, recorded, rejected'],
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['cursor=bad', 'cursor: must be the `next` of an earlier page'],
    [`cursor=${Buffer.from('["2026-02-30 10:00:00.000","t",0,"1"]').toString('base64url')}`, 'cursor'],
  ])('given %s, then 400 tells what is wrong with it', async (query, detail) => {
    const answer = await ask(`?${query}`, 400);
    expect(answer.type).toBe('application/problem+json');
    expect((answer.body as { detail: string }).detail).toContain(detail);
  });

  it.each(['nothing', 'test/0/99', 'test/1/1', 'other/0/1', 'test/0/1/2', 'test/0/-1', 'test/0/1x'])(
    'given %s, where nothing was rejected, then 404 tells it',
    async (id) => {
      await test.project([message('a', 1n)]);
      expect((await ask(`/${encodeURIComponent(id)}`, 404)).body).toMatchObject({
        title: 'Unknown dead letter',
        detail: `No message was rejected at "${id}"; GET /api/v1/dead-letters lists them.`,
      });
    },
  );
});
