import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createReadStream, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Readable } from 'node:stream';
import { openDoor, textOf, type Door } from '../testing/door.js';
import { ImportService, type ImportRequest } from './import.service.js';
import type { ImportState } from './import-state.js';

const SAMPLE = new URL('../../../../../samples/hiring-log/', import.meta.url);
const sampleFile = (name: string): string => fileURLToPath(new URL(name, SAMPLE));

const MAPPING = `
source: urn:acme:export
times: { format: "dd.MM.yyyy HH:mm", zone: Europe/Berlin }
csv: { delimiter: ";" }
rules:
  - when: { Status: done }
    event: interview.completed
    time: "{End}"
    data: { applicationId: "{Application}", interviewId: "{Interview}", endedAt: "{End}", candidateId: "{Candidate}" }
`;

const HEADER = 'Application;Interview;Candidate;Status;End\n';

describe('importing a file', () => {
  let door: Door;
  beforeEach(async () => {
    door = await openDoor();
  });
  afterEach(() => door.close());

  const run = async (
    text: string | Buffer,
    mapping = MAPPING,
    more: Partial<ImportRequest> = {},
  ): Promise<ImportState> => {
    const stream = Readable.from([Buffer.from(text)]);
    const started = await door.app.get(ImportService).start({ stream, format: 'csv', mapping, ...more });
    return started.done;
  };
  const listed = async (id: string): Promise<string> => {
    let text = '';
    for await (const chunk of door.app.get(ImportService).failedRows(id) ?? []) text += String(chunk);
    return text;
  };

  it('turns rows into events, under the origin of the import', async () => {
    const state = await run(`${HEADER}A1;I1;C1;done;02.03.2026 12:00\nA1;I2;C1;open;\n`);

    expect(state).toMatchObject({ state: 'done', rows: 2, counts: { recorded: 1, ignored: 1, failed: 0 } });
    const [record] = await door.logged();
    expect(textOf(record?.headers['hearback-origin'])).toBe(`import:${state.id}`);
    expect(JSON.parse(textOf(record?.value))).toMatchObject({
      source: 'urn:acme:export',
      time: '2026-03-02T11:00:00.000Z',
      data: { applicationId: 'A1', interviewId: 'I1', candidateId: expect.stringMatching(/^c_/) as unknown },
    });
  });

  it('imports the hiring log as its description says, and again without any change', async () => {
    const start = async (): Promise<ImportState> => {
      const started = await door.app.get(ImportService).start({
        stream: createReadStream(sampleFile('hiring-log.csv')),
        format: 'csv',
        mapping: readFileSync(sampleFile('mapping.yaml'), 'utf8'),
      });
      return started.done;
    };
    const first = await start();
    const second = await start();

    // 30,906 interviews, 9,654 rejections (an answer and a closing each), 3,401 offers of which four are told twice.
    expect(first).toMatchObject({ state: 'done', rows: 63_869 });
    expect(first.counts).toEqual({
      events: 53_615,
      recorded: 53_611,
      duplicate: 4,
      rejected: 0,
      ignored: 19_908,
      failed: 0,
    });
    expect(second.counts).toMatchObject({ recorded: 0, duplicate: 53_615, ignored: 19_908 });
    expect(await door.logged()).toHaveLength(53_611);
  });

  it('lists rows that fail with line, column and reason, and goes on', async () => {
    const state = await run(
      [
        HEADER.trim(),
        'A1;I1;C1;done;31.02.2026 12:00',
        'A2;;C1;done;02.03.2026 12:00',
        'A3;"I"3;C1;done;02.03.2026 12:00',
        'A4;I4;C1;done;02.03.2026 14:00',
        'A5;I5;C1;done',
        'A6;I6;C1;done;02.03.2026 12:00',
      ].join('\n'),
    );

    expect(state).toMatchObject({ state: 'done', rows: 6, counts: { recorded: 1, failed: 5 } });
    expect(state.firstFailures.map(({ line, column }) => [line, column])).toEqual([
      [2, 'End'],
      [3, 'Interview'],
      [4, ''],
      [5, 'End'],
      [6, ''],
    ]);
    const csv = await listed(state.id);
    expect(csv).toContain(
      'line,column,reason\r\n2,End,"""31.02.2026 12:00"" is no date or time that exists"\r\n',
    );
    expect(csv).toMatch(/5,End,time: .* lies in the future/);
    // `time` and `endedAt` read the same cell: that is one fault of the row, not two.
    expect(csv.match(/^2,/gm)).toHaveLength(1);
  });

  it('says which columns the file lacks, and which name was probably meant', async () => {
    const state = await run('Application;Interveiw;Candidate;Status;End\nA1;I1;C1;done;x\n');

    expect(state.state).toBe('failed');
    expect(state.error).toMatch(/lacks 1 column\(s\)/);
    expect(state.error).toContain(
      '"Interview" (used in rules.0.data.interviewId). Did you mean "Interveiw"?',
    );
    expect(state.error).toContain('"Candidate"');
  });

  it('finds a wrong delimiter', async () => {
    const state = await run(HEADER, MAPPING.replace('";"', '","'));

    expect(state.error).toContain('set csv.delimiter');
  });

  it('reads other encodings, and names the line and the remedy when bytes don’t fit', async () => {
    const latin = Buffer.concat([
      Buffer.from(`${HEADER}A1;I1;J`),
      Buffer.from([0xfc]),
      Buffer.from('rgen;done;02.03.2026 12:00\n'),
    ]);
    const refused = await run(latin);
    const taken = await run(latin, MAPPING.replace('";"', '";", encoding: windows-1252'));
    const utf16 = await run(
      Buffer.from(`\ufeff${HEADER}Ä2;I1;C1;done;02.03.2026 12:00\r\n`, 'utf16le'),
      MAPPING.replace('";"', '";", encoding: utf-16le'),
    );

    expect(refused).toMatchObject({ state: 'failed', counts: { recorded: 0 } });
    expect(refused.error).toMatch(/Line 2 is not text in utf-8.*encoding: windows-1252/);
    expect(taken.counts.recorded).toBe(1);
    expect(utf16.counts.recorded).toBe(1);
    expect((await door.logged()).map(({ key }) => textOf(key))).toEqual(['A1', 'Ä2']);
  });

  it.each([
    ['', 'nothing'],
    [HEADER, 'a header'],
  ])('is done with a plain message for a file of %j', async (text) => {
    expect(await run(text)).toMatchObject({ state: 'done', rows: 0, message: 'The file has no rows.' });
  });

  it('records nothing in a dry run, and shows what it would send', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => `A${index};I1;C1;done;02.03.2026 12:00\n`);
    const state = await run(HEADER + rows.join(''), MAPPING, { dryRun: true });

    expect(state.counts).toMatchObject({ events: 30, recorded: 0 });
    expect(state.firstEvents).toHaveLength(20);
    expect(state.firstEvents?.[0]).toMatchObject({ data: { applicationId: 'A0' } });
    expect(await door.logged()).toEqual([]);
  });

  it('tells an event whose id is taken by another content from one that is known', async () => {
    const mapping = MAPPING.replace('    data:', '    id: "{Interview}"\n    data:');
    const state = await run(
      `${HEADER}A1;I1;C1;done;02.03.2026 12:00\nA1;I1;C1;done;02.03.2026 11:00\nA1;I1;C1;done;02.03.2026 12:00\n`,
      mapping,
    );

    expect(state.counts).toMatchObject({ recorded: 1, duplicate: 1, rejected: 1 });
    expect(await listed(state.id)).toMatch(/3,,conflict: /);
  });

  it('counts every refused event of a row, and lists what they share once', async () => {
    const [head = '', rule = ''] = MAPPING.split('rules:\n');
    const named = (name: string): string =>
      rule.replace('    data:', `    id: "{Interview}"\n    name: ${name}\n    data:`);
    const other = named('other').replace('endedAt:', 'stage: other, endedAt:');
    const state = await run(
      `${HEADER}A1;I1;C1;done;02.03.2026 12:00\n`,
      `${head}rules:\n${named('first')}${other}${other.replace('other', 'again')}`,
    );

    expect(state.counts).toMatchObject({ recorded: 1, rejected: 2, failed: 0 });
    expect((await listed(state.id)).match(/^2,,conflict: /gm)).toHaveLength(1);
    expect(state.firstFailures).toHaveLength(1);
  });

  it('reads JSON lines with nested fields, and lists lines that are not JSON', async () => {
    const mapping = `
source: urn:acme:export
rules:
  - event: interview.scheduled
    time: "{created}"
    data:
      applicationId: "{application.id}"
      interviewId: { column: id }
      startsAt: { column: starts, format: epoch-seconds }
      interviewers:
        - { id: "{panel.0.id}", scorecardRequired: "{panel.0.required}" }
        - { id: "{panel.1.id}", scorecardRequired: true }
`;
    const row = {
      id: 7,
      created: '2026-03-01T09:00:00Z',
      application: { id: 'A1' },
      starts: 1772614800,
      panel: [{ id: 'emp-1', required: false }],
    };
    const state = await run(`${JSON.stringify(row)}\n{"id":\n[1]\n\n`, mapping, { format: 'jsonl' });

    expect(state).toMatchObject({ rows: 3, counts: { recorded: 1, failed: 2 } });
    const [record] = await door.logged();
    expect(JSON.parse(textOf(record?.value))).toMatchObject({
      data: {
        interviewId: '7',
        startsAt: '2026-03-04T09:00:00.000Z',
        interviewers: [{ id: 'emp-1', scorecardRequired: false }],
      },
    });
  });

  it('fails a JSONL row whose number was rounded or whose nesting has no end, and goes on', async () => {
    const mapping = `
source: urn:acme:export
rules:
  - event: interview.completed
    time: "{at}"
    data: { applicationId: "{app}", interviewId: "1", endedAt: "{at}" }
`;
    const row = (app: string): string => `{"app":${app},"at":"2026-03-01T09:00:00Z"}\n`;
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}\n`;
    const state = await run(row('12345678901234567891') + deep + row('17'), mapping, { format: 'jsonl' });

    expect(state).toMatchObject({ state: 'done', rows: 3, counts: { recorded: 1, failed: 2 } });
    expect(await listed(state.id)).toMatch(/^line,column,reason\r\n1,app,.*too large.*\r\n2,,.*levels deep/);
  });

  it('stops with the service, although its source says nothing', async () => {
    const stream = new Readable({ read: () => undefined });
    stream.push(HEADER);
    const started = await door.app.get(ImportService).start({ stream, format: 'csv', mapping: MAPPING });
    await door.close();
    const state = await started.done;
    door = await openDoor();

    expect(state).toMatchObject({ state: 'failed', error: expect.stringContaining('stopped') as unknown });
  });
});
