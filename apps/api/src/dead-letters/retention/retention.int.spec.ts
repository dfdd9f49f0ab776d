import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rightEvent, startWhole, wrongEvent, type WholeService } from '../testing/whole-service.js';
import { Retention } from './retention.js';

const DAY = 86_400_000;
const SECRET = 'Jane-Doe-SECRET';

let service: WholeService;
let start: Date;
beforeAll(async () => {
  service = await startWhole();
  start = service.now;
  const encoder = new TextEncoder();
  await service.append(
    { key: `jane@${SECRET}`, value: encoder.encode(`${SECRET} is no JSON`), headers: { 'x-who': SECRET } },
    { value: encoder.encode(JSON.stringify(wrongEvent(SECRET))) },
  );
  service.now = new Date(start.getTime() + 1);
  await service.append({ value: encoder.encode('younger') });
});
afterAll(() => service.close());

const run = (): Promise<number> => service.app.get(Retention).run();

describe('after deadLetters.keepDays', () => {
  it('given not quite so many days, then everything is there', async () => {
    service.now = new Date(start.getTime() + 90 * DAY);
    expect(await run()).toBe(0);
    expect((await service.list()).rows.map(({ isKept }) => isKept)).toEqual([true, true, true]);
  });

  it('given one millisecond more, then the originals of just those are gone, and the rest of what is known stays', async () => {
    const before = (await service.list()).rows;
    service.now = new Date(start.getTime() + 90 * DAY + 1);
    expect(await run()).toBe(2);
    const [younger, wrong, noJson] = (await service.list()).rows;
    expect(younger).toEqual(before[0]);
    const gone = {
      isKept: false,
      text: null,
      bytesBase64: '',
      keyBase64: null,
      headers: {},
      headersBase64: {},
    };
    expect(wrong).toEqual({ ...before[1], ...gone });
    expect(noJson).toEqual({
      ...before[2],
      ...gone,
      problems: [{ path: '', message: 'not JSON in UTF-8' }],
    });
    expect(noJson).toMatchObject({ reason: 'not-json', size: `${SECRET} is no JSON`.length });
    expect(await run()).toBe(0);
  });

  it('given that, then no active part of the store holds them', async () => {
    const { found } = await service.row(
      `SELECT countIf(position(concat(bytes_base64, ifNull(key_base64, ''), headers, detail), '${SECRET}') > 0
        OR position(base64Decode(bytes_base64), '${SECRET}') > 0) AS found FROM stored_rejections`,
    );
    expect(found).toBe(0);
  });

  it('given one of them to send again, then it says that it is not kept; mended, it is resolved', async () => {
    const [, , noJson] = (await service.list()).rows;
    expect(await service.replay({ ids: [noJson!.id] })).toMatchObject({
      counts: { notKept: 1 },
      results: [{ id: noJson!.id, outcome: 'not-kept' }],
    });
    expect((await service.one(noJson!.id)).outcome).toBe('none');
    const response = await fetch(
      `${service.url}/api/v1/dead-letters/${encodeURIComponent(noJson!.id)}/replay`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json' },
        body: JSON.stringify(rightEvent('mended')),
      },
    );
    expect(await response.json()).toMatchObject({ outcome: 'recorded' });
    expect((await service.one(noJson!.id)).outcome).toBe('recorded');
  });

  it('given the whole log read again, then they do not come back', async () => {
    const before = (await service.list()).rows;
    for (const table of ['stored_rejections', 'generations'])
      await service.clickHouse.command({ query: `TRUNCATE TABLE ${table}` });
    const { directory, now } = service;
    await service.app.close();
    service = await startWhole({}, directory, () => now);
    await service.settled();
    const after = (await service.list()).rows;
    expect(after).toEqual(before);
    expect(after.map(({ isKept }) => isKept)).toEqual([true, false, false]);
  });

  it('given rows from before originals had an end, then their size stays known', async () => {
    const change = (what: string): Promise<unknown> =>
      service.clickHouse.command({ query: `ALTER TABLE stored_rejections ${what}` });
    await change('DROP COLUMN size');
    const row = { topic: 'old', partition: 0, offset: 1, appended_at: '2020-01-01 00:00:00.000' };
    const values = [
      {
        ...row,
        recorded_time: '2020-01-01 00:00:00.000',
        reason: 'not-json',
        detail: '[]',
        origin: 'http',
        headers: '{}',
        bytes_base64: Buffer.from('twelve bytes').toString('base64'),
      },
    ];
    await service.clickHouse.insert({ table: 'stored_rejections', values, format: 'JSONEachRow' });
    await change('ADD COLUMN size UInt64 DEFAULT length(base64Decode(bytes_base64))');
    expect(await run()).toBe(1);
    expect(await service.one('old/0/1')).toMatchObject({ size: 12, isKept: false, bytesBase64: '' });
  });

  it('given a text in the log, then it is still there: that is what the documents say', async () => {
    const files = await readdir(join(service.directory, 'event-log'));
    const contents = await Promise.all(
      files.map((file) => readFile(join(service.directory, 'event-log', file), 'latin1')),
    );
    expect(contents.some((content) => content.includes(SECRET))).toBe(true);
  });
});
