import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { CsvRecords, type CsvRecord } from './csv-records.js';

function recordsOf(text: string, linesAtOnce = 2): CsvRecord[] {
  const lines = text.split('\n').map((line, index) => ({ number: index + 1, text: line }));
  const records = new CsvRecords(',');
  const read: CsvRecord[] = [];
  for (let at = 0; at < lines.length; at += linesAtOnce)
    read.push(...records.read(lines.slice(at, at + linesAtOnce)));
  return [...read, ...records.end()];
}

const shapes = (records: readonly CsvRecord[]): unknown[] =>
  records.map((record) => ('cells' in record ? [record.line, ...record.cells] : [record.line, 'FAULT']));

describe('putting lines together to records', () => {
  it('reads quoted cells, also over several lines, and leaves out blank lines', () => {
    expect(shapes(recordsOf('a,b\n\n1,"x, ""y"""\n"one\ntwo",2\n  \n3,4'))).toEqual([
      [1, 'a', 'b'],
      [3, '1', 'x, "y"'],
      [4, 'one\ntwo', '2'],
      [7, '3', '4'],
    ]);
  });

  it.each([
    ['never closed', 'a,b\n"1,2\n3,4\n5,6'],
    ['closed in the middle of a later cell', 'a,b\n"1,2\n3,4\n5,6'.replace('"1', '1"1')],
    ['followed by text', 'a,b\n"1"1,2\n3,4\n5,6'],
  ])('gives up one record for a quote %s', (_, text) => {
    expect(shapes(recordsOf(text))).toEqual([
      [1, 'a', 'b'],
      [2, 'FAULT'],
      [3, '3', '4'],
      [4, '5', '6'],
    ]);
  });

  it('gives up one record for an open quote although a later record has quotes of its own', () => {
    expect(shapes(recordsOf('a,b\n"1,2\n3,4\n"five\nsix",7\n8,9'))).toEqual([
      [1, 'a', 'b'],
      [2, 'FAULT'],
      [3, '3', '4'],
      [4, 'five\nsix', '7'],
      [6, '8', '9'],
    ]);
  });

  it('does not look for the end of a quote for ever', () => {
    const rows = Array.from({ length: 3_000 }, (_, index) => `${index},x`).join('\n');
    const records = recordsOf(`a,b\n"1,2\n${rows}`, 500);

    expect(records.filter((record) => 'fault' in record)).toHaveLength(1);
    expect(records).toHaveLength(3_002);
  });

  it('reads whatever is written properly as csv-parse does', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ü', ' ', ',', '"', '\n', ';'), maxLength: 6 });
    const written = (text: string): string =>
      /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    const table = fc.array(fc.tuple(fc.constant('x'), cell, cell), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 5 }), (rows, linesAtOnce) => {
        const text = rows.map((row) => row.map(written).join(',')).join('\n');
        const cells = recordsOf(text, linesAtOnce).map((record) =>
          'cells' in record ? record.cells : undefined,
        );
        expect(cells).toEqual(parse(text, { trim: true, record_delimiter: '\n' }));
      }),
    );
  });
});
