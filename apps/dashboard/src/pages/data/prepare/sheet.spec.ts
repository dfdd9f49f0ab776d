import { describe, expect, it } from '@jest/globals';
import { faultOfColumns, guessCsvSettings, readCsv, readJsonl, wordsOf } from './sheet.js';

describe('how a CSV is written', () => {
  it.each([
    ['a comma', 'case,stage\n1,Onsite\n2,"Phone, first"\n', ','],
    ['a semicolon', 'case;stage\n1;Onsite\n2;Phone\n', ';'],
    ['a tab', 'case\tstage\n1\tOnsite\n2\tPhone\n', '\t'],
    ['a bar', 'case|stage\n1|Onsite\n2|Phone\n', '|'],
  ])('given %s, then it is found, and so are the names', (_, text, delimiter) => {
    expect(guessCsvSettings(text)).toEqual({ delimiter, hasHeader: true });
  });

  it('given numbers and times in the first row, then it names nothing', () => {
    expect(guessCsvSettings('4711;Onsite;02.03.2026 12:00\n4712;Phone;03.03.2026 12:00\n').hasHeader).toBe(
      false,
    );
  });

  it('given one column only, then it is read with a comma', () => {
    expect(guessCsvSettings('case\n1\n2\n')).toEqual({ delimiter: ',', hasHeader: true });
  });
});

describe('the rows of a CSV', () => {
  it('given quoted cells, blank lines and a byte-order mark, then they are read as they are meant', () => {
    const sheet = readCsv('\uFEFFcase,note\n1,"two\nlines"\n\n2, "x ""y""" \n', {
      delimiter: ',',
      hasHeader: true,
    });
    expect(sheet.columns).toEqual(['case', 'note']);
    expect(sheet.rows[0]).toEqual(['1', 'two\nlines']);
    expect(sheet.rows).toHaveLength(2);
  });

  it('given repeated names and none, then each can be told, as the service tells it', () => {
    expect(readCsv('a,,a\n1,2,3', { delimiter: ',', hasHeader: true }).columns).toEqual([
      'a',
      'column 2',
      'a (2)',
    ]);
  });

  it('given no row of names, then columns are numbered and the first row is one like the others', () => {
    expect(readCsv('1;x\n2;y', { delimiter: ';', hasHeader: false })).toEqual({
      columns: ['column 1', 'column 2'],
      rows: [
        ['1', 'x'],
        ['2', 'y'],
      ],
    });
  });

  it('given an empty file, then there is nothing', () => {
    expect(readCsv('', { delimiter: ',', hasHeader: true })).toEqual({ columns: [], rows: [] });
  });
});

describe('the rows of a JSONL', () => {
  it('given nested records, then they are named by their paths', () => {
    const sheet = readJsonl(
      '{"uuid":"e-1","application":{"id":"4711"},"panel":[{"id":"emp-5"}],"n":null}\n\nnot json\n{"uuid":"e-2","at":3}\n',
    );
    expect(sheet.columns).toEqual(['uuid', 'application.id', 'panel.0.id', 'at']);
    expect(sheet.rows).toEqual([
      ['e-1', '4711', 'emp-5', ''],
      ['e-2', '', '', '3'],
    ]);
  });
});

it('the words of a column: the most frequent first, empty cells left out', () => {
  const sheet = {
    columns: ['x', 'y'],
    rows: [
      ['1', 'b'],
      ['2', 'a'],
      ['3', 'b'],
      ['4', ''],
    ],
  };
  expect(wordsOf(sheet, 'y')).toEqual([
    ['b', 2],
    ['a', 1],
  ]);
});

describe('columns that the service would not take', () => {
  it.each([
    [
      '2,001 columns',
      readCsv('a,'.repeat(2_000) + 'b\n', { delimiter: ',', hasHeader: true }),
      'more than 2000 columns',
    ],
    [
      '2,001 fields of JSON records',
      readJsonl(Array.from({ length: 2_001 }, (_, n) => `{"f${n}":1}`).join('\n')),
      'more than 2000 columns',
    ],
    [
      'a name of 1,001 characters',
      readCsv(`a,${'b'.repeat(1_001)}\n`, { delimiter: ',', hasHeader: true }),
      '1001 characters for column 2',
    ],
    ['2,000 columns', readCsv('a,'.repeat(1_999) + 'b\n', { delimiter: ',', hasHeader: true }), undefined],
  ])('given %s, then it says so', (_, { columns }, fault) => {
    const said = faultOfColumns(columns);
    if (fault === undefined) expect(said).toBeUndefined();
    else expect(said).toContain(fault);
  });
});
