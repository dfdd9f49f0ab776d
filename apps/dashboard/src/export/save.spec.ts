import { describe, expect, it } from '@jest/globals';
import { csvOf } from './save.js';

describe('a table as CSV', () => {
  it('given names with separators and quotes, then they come back as they are', () => {
    const csv = csvOf({
      columns: ['Team', 'n'],
      rows: [
        ['A, "B"\nC', 3],
        ['أ', null],
      ],
    });
    expect(csv).toBe('\uFEFFTeam,n\r\n"A, ""B""\nC",3\r\nأ,\r\n');
  });

  it.each(['=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1'])(
    'given %s, then no spreadsheet runs it',
    (name) => {
      expect(csvOf({ columns: ['Team'], rows: [[name]] })).toContain(`'${name}`);
    },
  );

  it('given a number below zero, then it stays a number', () => {
    expect(csvOf({ columns: ['Change'], rows: [[-5]] })).toContain('\r\n-5\r\n');
  });
});
