import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { compileMapping } from './compiled-mapping.js';
import { parseMapping } from './mapping.js';
import { readCsv } from './read-csv.js';
import { readJsonl } from './read-jsonl.js';
import type { ReadRow } from './row.js';

const NOW = '2026-04-01T00:00:00.000Z';
/** What an interview that took place has to say. */
const NEEDED = `applicationId: '{a}', interviewId: '{i}', endedAt: '{at}'`;
const page = readFileSync(new URL('../../../../../docs/import.md', import.meta.url), 'utf8');

/** The fenced blocks of the page, in its order. */
const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
  language,
  text,
}));

/** Each mapping with the file that stands in front of it. */
const examples = blocks.flatMap(({ language, text }, index) => {
  if (language !== 'yaml') return [];
  const before = blocks[index - 1];
  return [{ mapping: text, format: before?.language ?? '', file: before?.text ?? '' }];
});

async function eventsOf({ mapping: yaml, format, file }: (typeof examples)[number]): Promise<unknown[]> {
  const mapping = parseMapping(yaml);
  const compiled = compileMapping(mapping);
  const encoded = Buffer.from(file, mapping.csv.encoding === 'utf-8' ? 'utf8' : 'latin1');
  const bytes = (async function* () {
    yield await Promise.resolve(encoded);
  })();
  const read = format === 'jsonl' ? readJsonl(bytes) : readCsv(bytes, mapping.csv, compiled.columns);
  const rows: ReadRow[] = [];
  for await (const some of read) rows.push(...some);
  return rows.map((one) => ('row' in one ? compiled.eventsOf(one.row, NOW) : one));
}

/** What stands in code in the first column of the table with this heading. */
function firstColumn(heading: string): string[] {
  const [, table = ''] = new RegExp(`^\\| ${heading} .*\\n\\| -.*\\n((?:\\|.*\\n)+)`, 'm').exec(page) ?? [];
  return table.split('\n').flatMap((line) => {
    const [, cell = ''] = line.split('|');
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
  });
}

const event = (data: object): object => ({ kind: 'events', events: [expect.objectContaining({ data })] });

describe('docs/import.md', () => {
  it('shows an example for each format', () => {
    expect(examples.map(({ format }) => format)).toEqual(['csv', 'jsonl']);
  });

  it('says truly what becomes of its CSV', async () => {
    const [csv] = examples;
    if (csv === undefined) throw new Error('no example');
    expect(await eventsOf(csv)).toEqual([
      event({
        applicationId: '4711',
        interviewId: '4711-Onsite',
        endedAt: '2026-03-02T11:00:00.000Z',
        stage: 'Onsite',
        teamId: 'platform',
      }),
      event({ applicationId: '4711', kind: 'decision', channel: 'email' }),
      { kind: 'ignored' },
    ]);
  });

  it('says truly what becomes of its JSON lines', async () => {
    const [, jsonl] = examples;
    if (jsonl === undefined) throw new Error('no example');
    expect(await eventsOf(jsonl)).toEqual([
      event({
        applicationId: '4711',
        candidateId: 'c-9',
        interviewId: '7',
        stage: 'On site',
        startsAt: '2026-03-04T09:00:00.000Z',
        interviewers: [
          { id: 'emp-5', scorecardRequired: true },
          { id: 'emp-6', scorecardRequired: false },
        ],
      }),
      event({
        applicationId: '4712',
        interviewId: '8',
        stage: 'Other',
        startsAt: '2026-03-05T09:00:00.000Z',
      }),
    ]);
  });

  it.each(firstColumn('Condition'))('shows the condition %s', (condition) => {
    const rule = `{ when: { ${condition} }, event: interview.completed, time: '{at}', data: { ${NEEDED} } }`;
    compileMapping(parseMapping(`source: urn:acme\nrules:\n  - ${rule}`));
  });

  it.each(firstColumn('Form'))('shows the expression %s', (code) => {
    const isPart = /^\w+: /.test(code);
    const expression = isPart ? `{ column: c, ${code} }` : code;
    const field = /^(format|zone):/.test(code) ? 'startedAt' : 'stage';
    const rule = `{ event: interview.completed, time: '{at}', data: { ${NEEDED}, ${field}: ${expression} } }`;
    compileMapping(parseMapping(`source: urn:acme\ntimes: { zone: UTC }\nrules:\n  - ${rule}`));
  });

  it('has the tables that are looked into', () => {
    expect(firstColumn('Condition')).toHaveLength(5);
    expect(firstColumn('Form').length).toBeGreaterThan(8);
  });
});
