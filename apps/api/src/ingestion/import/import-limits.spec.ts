import { describe, expect, it } from '@jest/globals';
import { nearest } from '../../platform/nearest.js';
import { compileMapping } from './compiled-mapping.js';
import { MappingError, parseMapping, type MappingFault } from './mapping.js';
import { compilePattern } from './pattern.js';
import { readCsv } from './read-csv.js';
import { readJsonl } from './read-jsonl.js';
import type { ReadRow } from './row.js';

const NOW = '2026-04-01T00:00:00.000Z';
const rule = (more = '', stage = '"{Stage}"'): string => `
  - ${more}
    event: interview.completed
    time: "{End}"
    data: { applicationId: "{A}", interviewId: "{I}", endedAt: "{End}", stage: ${stage} }`;
const mapping = (rules: string): string => `source: urn:acme:export\nrules:${rules}\n`;

function faultsOf(yaml: string): readonly MappingFault[] {
  try {
    compileMapping(parseMapping(yaml));
    return [];
  } catch (error) {
    if (error instanceof MappingError) return error.faults;
    throw error;
  }
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.byteLength; at += 65_536)
    yield await Promise.resolve(bytes.subarray(at, at + 65_536));
}

async function rowsOf(read: AsyncGenerator<ReadRow[]>): Promise<ReadRow[]> {
  const rows: ReadRow[] = [];
  for await (const some of read) rows.push(...some);
  return rows;
}

const csvRows = (text: string): Promise<ReadRow[]> =>
  rowsOf(readCsv(bytesOf(text), { delimiter: ',', encoding: 'utf-8' }, new Map()));
const reasonOf = (row: ReadRow | undefined): string =>
  row !== undefined && 'failed' in row ? row.failed.reason : '';

describe('a regular expression of a mapping', () => {
  it('given one that makes a backtracking engine try for ever, then it takes time in proportion to the text', () => {
    const compiled = compileMapping(parseMapping(mapping(rule('when: { Status: { matches: "^(a+)+$" } }'))));
    const outcome = compiled.eventsOf({ line: 2, cells: new Map([['Status', `${'a'.repeat(40)}!`]]) }, NOW);
    expect(outcome).toEqual({ kind: 'ignored' });
    expect(compilePattern('^(a+)+$').test(`${'a'.repeat(100_000)}!`)).toBe(false);
  });

  it.each([
    ['(?i)^done', 'DONE', true],
    ['^done', 'undone', false],
    ['Z\\u00fcrich|\\p{Greek}', 'Zürich', true],
    ['[(?=]', '?', true],
    ['\\(?=', '(=', true],
    ['^(?<year>\\d{4})-', '2026-03', true],
  ])('given %s, then it looks for it in %s', (source, text, found) => {
    expect(compilePattern(source).test(text)).toBe(found);
  });

  it.each([
    ['a(?=b)', 'look-around', '"(?=b)" at character 2'],
    ['(?<!a)b', 'look-around', 'not: done twice'],
    ['(a)\\1', 'back-references', 'Write out'],
    ['(?<n>a)\\k<n>', 'back-references', 'Write out'],
    ['\\p{Letter}', 'invalid character class', '\\p{L}'],
    ['[\\p{Script=Greek}]', 'invalid character class', 'short names'],
    ['(a', 'missing closing )', 'RE2'],
    ['(a{1000}){1000}', 'repeat count', 'RE2'],
    ['a'.repeat(1_001), '1001 characters', '"in"'],
  ])('given %.40s, then it is refused with its place and what to write instead', (source, what, remedy) => {
    const [fault] = faultsOf(mapping(rule(`when: { Status: { matches: ${JSON.stringify(source)} } }`)));
    expect(fault?.path).toBe('rules.0.when.Status.matches');
    expect(fault?.message).toContain(what);
    expect(fault?.message).toContain(remedy);
  });
});

describe('the limits of a mapping', () => {
  it.each([
    [
      '100,000 keys',
      mapping(`${rule()}\n${Array.from({ length: 100_000 }, (_, n) => `k${n}: 1`).join('\n')}`),
      '',
      '64 KiB',
    ],
    ['7,800 rules', mapping('\n  - {}'.repeat(7_800)), 'rules', 'may have 200'],
    ['a column name of 900 KB', mapping(rule('', `{ column: ${'x'.repeat(900_000)} }`)), '', '64 KiB'],
    [
      'a column name of 60 KB',
      mapping(rule('', `{ column: ${'x'.repeat(60_000)} }`)),
      'rules.0.data.stage.column',
      '1000 characters',
    ],
    [
      'a template of 7,000 columns',
      mapping(rule('', `"${'{Stage}'.repeat(7_000)}"`)),
      'rules.0.data.stage.template',
      '1000 characters',
    ],
    ['2,001 columns', `csv: { columns: [${'a,'.repeat(2_001)}] }\n${mapping(rule())}`, 'csv.columns', '2000'],
    [
      'a time format of 201 characters',
      mapping(rule('', `{ column: a, format: "${'y'.repeat(201)}" }`)),
      'rules.0.data.stage.format',
      '200 characters',
    ],
    [
      'aliases that multiply',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((name, n) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[n]}`).join()}]`).join('\n')}\n`,
      '',
      'alias',
    ],
    ['levels without end', `source: ${'['.repeat(30_000)}`, '', 'YAML'],
  ])('given %s, then it is refused with what and where', (_, yaml, path, message) => {
    const faults = faultsOf(yaml);
    expect(faults.length).toBeLessThanOrEqual(101);
    const fault = faults.find((each) => each.path === path && each.message.includes(message));
    expect(fault ?? faults.slice(0, 3)).toMatchObject({ path });
  });

  it('given thousands of unknown keys, then 100 of the problems are listed, and how many there are', () => {
    const faults = faultsOf(
      mapping(rule('', `"{S}", ${Array.from({ length: 4_000 }, (_, n) => `f${n}: 1`).join()}`)),
    );
    expect(faults).toHaveLength(101);
    expect(faults.at(-1)?.message).toMatch(/^\d{4} further problems/);
  });
});

describe('the limits of a file', () => {
  it('given 2,001 columns, then it ends at the header', async () => {
    await expect(csvRows(`${'a,'.repeat(2_000)}b\n1\n`)).rejects.toThrow(
      /Line 1, the header, has 2001 columns; a file may have 2000/,
    );
  });

  it('given a column with a name of 900 KB, then it ends at the header', async () => {
    await expect(csvRows(`a,${'b'.repeat(900_000)}\n1,2\n`)).rejects.toThrow(
      /the name of column 2 has 900000 characters/,
    );
  });

  it('given a cell or a record of many lines that is too large, then this row fails and the next is read', async () => {
    const large = 'x'.repeat(131_073);
    const rows = await csvRows(`a,b\n1,${large}\n2,"${`${large}\n`.repeat(20)}"\n3,4\n`);
    expect(rows).toHaveLength(23);
    expect(reasonOf(rows[0])).toMatch(/131073 characters; a cell may have 131072/);
    expect(reasonOf(rows[1])).toMatch(/quote/);
    expect(rows.at(-1)).toMatchObject({ row: { cells: new Map(Object.entries({ a: '3', b: '4' })) } });
  });

  it.each([
    ['2,001 fields', JSON.stringify({ a: Array(2_001).fill(1) }), 'more than 2000 fields'],
    ['a path of 1,001 characters', JSON.stringify({ ['x'.repeat(1_001)]: 1 }), '1001 characters'],
    ['a long text', JSON.stringify({ a: 'x'.repeat(131_073) }), 'a cell may have 131072'],
  ])('given a JSON record with %s, then this row fails and the next is read', async (_, line, reason) => {
    const rows = await rowsOf(readJsonl(bytesOf(`${line}\n{"a":1}\n`)));
    expect(reasonOf(rows[0])).toContain(reason);
    expect(rows[1]).toMatchObject({ row: { cells: new Map([['a', 1]]) } });
  });

  it('given a template that multiplies a large cell, then the row fails', () => {
    const compiled = compileMapping(parseMapping(mapping(rule('', `"${'{S}'.repeat(300)}"`))));
    const cells = new Map(
      Object.entries({ A: '1', I: '1', End: '2026-03-01T00:00:00Z', S: 'x'.repeat(100_000) }),
    );
    expect(compiled.eventsOf({ line: 2, cells }, NOW)).toMatchObject({
      kind: 'failed',
      failures: [{ column: 'S', reason: 'would make a value of 30000000 characters; it may have 131072' }],
    });
  });

  it('given long names, then none is compared to find the nearest', () => {
    expect(nearest('Stagee', ['Stage', 'x'.repeat(900_000)])).toBe('Stage');
    expect(nearest('x'.repeat(900_000), ['x'.repeat(899_999)])).toBeUndefined();
  });
});
