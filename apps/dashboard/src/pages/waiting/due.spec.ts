import { describe, expect, it } from '@jest/globals';
import { dueWords, workingHours } from './due.js';

const at = Date.parse('2026-03-10T10:00:00Z');

describe('until when an answer is due', () => {
  it.each([
    [{ dueAt: '2026-03-07T10:00:00Z', overdue: true }, '3 d overdue'],
    [{ dueAt: '2026-03-10T15:00:00Z', overdue: false }, 'due in 5 h'],
    [{ dueAt: '2026-03-10T10:00:00Z', overdue: false }, 'due in 0 s'],
    [{ overdue: false }, 'no due time'],
  ])('of %j reads %s', (row, words) => {
    expect(dueWords(row, at)).toBe(words);
  });

  it('given working time, then it is told in hours', () => {
    expect(workingHours({ businessSeconds: 5400 })).toBe('1.5 h');
    expect(workingHours({ businessSeconds: 115_200 })).toBe('32 h');
  });
});
