import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { completed } from '@hearback/domain/testing';
import request from 'supertest';
import { serveStore } from '../testing/http-of-store.js';
import { recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';
import { LISTED_BYTES } from './dead-letters.handler.js';
import { DeadLettersModule } from './dead-letters.module.js';
import type { DeadLetter, DeadLetterPage } from './dead-letters.query.js';

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

const [pattern] = recordsOf([completed({ applicationId: 'a' })]);
const message = (value: Uint8Array | string, offset: bigint, appendedAt = '2026-03-04T10:00:00Z') => ({
  ...pattern!,
  offset,
  appendedAt: Date.parse(appendedAt),
  value: typeof value === 'string' ? new TextEncoder().encode(value) : value,
  headers: { 'x-from': new TextEncoder().encode('ats') },
});

const ask = (path: string, status = 200): request.Test =>
  request(http.server).get(`/api/v1/dead-letters${path}`).expect(status);
const page = async (query = ''): Promise<DeadLetterPage> => (await ask(query)).body as DeadLetterPage;

describe('rejected messages', () => {
  it('given none, then an empty page', async () => {
    expect(await page()).toEqual({ total: 0, rows: [] });
  });

  it('given one, then its reason, its problems, where it lay, and the original', async () => {
    await test.project([message('{"specversion":"1.0"}', 7n)]);
    const { rows, total } = await page();
    expect(total).toBe(1);
    expect(rows[0]).toMatchObject({
      reason: 'not-cloudevent',
      partition: 0,
      offset: '7',
      appendedAt: '2026-03-04T10:00:00.000Z',
      headers: { 'x-from': 'ats' },
      text: '{"specversion":"1.0"}',
      isCut: false,
    });
    expect(rows[0]?.id).toBe(`${rows[0]?.topic}/0/7`);
    expect(rows[0]?.problems.map(({ path }) => path)).toContain('id');
  });

  it('given bytes that are no text, then they are told as base64 only', async () => {
    await test.project([message(new Uint8Array([0xff, 0xfe, 0x00]), 1n)]);
    expect((await page()).rows[0]).toMatchObject({ text: null, bytesBase64: '//4A' });
  });

  it('given a long one, then a list cuts it and its own address has it whole', async () => {
    const long = 'ä'.repeat(LISTED_BYTES);
    await test.project([message(long, 1n)]);
    const [listed] = (await page()).rows;
    expect(listed?.isCut).toBe(true);
    expect(long.startsWith(listed?.text ?? 'nothing')).toBe(true);
    const whole = (await ask(`/${encodeURIComponent(listed?.id ?? '')}`)).body as DeadLetter;
    expect([whole.text, whole.isCut]).toEqual([long, false]);
  });

  it('given several and pages of one, then everybody comes once, the newest first', async () => {
    await test.project([
      message('a', 1n, '2026-03-04T10:00:00Z'),
      message('b', 2n, '2026-03-04T10:00:00Z'),
      message('c', 3n, '2026-03-04T11:00:00Z'),
    ]);
    const seen: (string | null)[] = [];
    for (let query = '?limit=1'; query !== '';) {
      const { rows, next, total } = await page(query);
      expect(total).toBe(3);
      seen.push(...rows.map(({ text }) => text));
      query = next === undefined ? '' : `?limit=1&cursor=${next}`;
    }
    expect(seen).toEqual(['c', 'b', 'a']);
  });

  it('given a reason, then only such; an unknown reason, cursor or message is told', async () => {
    await test.project([message('a', 1n), message('{}', 2n)]);
    expect((await page('?reason=not-json')).rows.map(({ text }) => text)).toEqual(['a']);
    expect((await page('?reason=not-json&reason=not-cloudevent')).total).toBe(2);
    expect(((await ask('?reason=bad', 400)).body as { detail: string }).detail).toContain('not-json');
    expect(((await ask('?cursor=bad', 400)).body as { detail: string }).detail).toContain('`next`');
    expect(((await ask('?reasons=x', 400)).body as { detail: string }).detail).toContain('reason, limit');
    for (const id of ['nothing', 'topic/0/99', 'a/b/c/d']) await ask(`/${encodeURIComponent(id)}`, 404);
  });
});
