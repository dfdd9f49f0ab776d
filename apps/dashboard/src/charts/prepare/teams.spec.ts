import { describe, expect, it } from '@jest/globals';
import { findTeams, orderFromAddress, nextOrder, prepareTeams, sortTeams, worstFirst } from './teams.js';
import { answerOf, healthRow, rowOf } from './testing/answers.js';

const wait = (seconds: number, reached = true): Record<string, unknown> => ({ median: { seconds, reached } });

const rows = prepareTeams(
  {
    health: {
      health: answerOf([
        healthRow('good', 82, 'healthy'),
        healthRow('bad', 41, 'at risk', { latencyScore: 30, promiseKept: { withheld: 'too few', n: 3 } }),
        healthRow('unknown', null, null),
        healthRow('silent', null, null),
      ]),
    },
    before: { health: answerOf([healthRow('good', 80, 'healthy'), healthRow('bad', 55.5, 'watch')]) },
    response: {
      'time-to-response': answerOf([
        rowOf('good', wait(10)),
        // Its bound lies below what is known of another.
        rowOf('bad', wait(80, false)),
        rowOf('unknown', wait(90)),
      ]),
    },
    waiting: {
      'waiting-now': answerOf([
        rowOf('bad', { n: 7, overdue: 2 }),
        rowOf('silent', { n: 9, overdue: 9 }),
        rowOf('new', { n: 1, overdue: 0 }),
      ]),
    },
  },
  (team) => (team === 'bad' ? '<b>Bad</b>' : team),
);
const order = (by: Parameters<typeof sortTeams>[1]): string[] => sortTeams(rows, by).map(({ team }) => team);

describe('the table of teams', () => {
  it('given no order, then the worst come first; without a figure last, the most overdue of them first', () => {
    expect(order(worstFirst)).toEqual(['bad', 'good', 'silent', 'new', 'unknown']);
    expect(order({ by: 'health', descending: true })).toEqual(['good', 'bad', 'silent', 'new', 'unknown']);
  });

  it('given waits, then worst first starts with those that nobody knows the end of; best first ends with them', () => {
    expect(order({ by: 'response', descending: true })).toEqual(['bad', 'unknown', 'good', 'silent', 'new']);
    expect(order({ by: 'response', descending: false })).toEqual(['good', 'unknown', 'bad', 'silent', 'new']);
  });

  it('given names, then they are text; without one the id stands', () => {
    expect(rows.find(({ team }) => team === 'bad')?.name).toBe('<b>Bad</b>');
    expect(rows.find(({ team }) => team === 'new')?.name).toBe('new');
  });

  it('given parts, then each is told or says why not', () => {
    const bad = rows.find(({ team }) => team === 'bad');
    expect(bad?.figures.latencyScore.text).toBe('30');
    expect(bad?.figures.promiseKept.text).toBe('too few (3)');
    expect(bad?.figures.quality.text).toBe('not measured');
    expect(bad?.band).toBe('at risk');
  });

  it('given a week before, then how far health moved; without one, nothing is claimed', () => {
    expect(rows.find(({ team }) => team === 'bad')?.figures.change).toMatchObject({
      text: '−14.5',
      value: -14.5,
    });
    expect(rows.find(({ team }) => team === 'new')?.figures.change.text).toBe('–');
  });

  it('given nobody who waits, then a true 0; given no interview, then a gap', () => {
    const good = rows.find(({ team }) => team === 'good');
    expect(good?.figures.overdue.text).toBe('0');
    expect(rows.find(({ team }) => team === 'new')?.figures.response.text).toBe('–');
  });

  it('given a search, then those whose name contains it, however it is written; given none, then all', () => {
    expect(findTeams(rows, ' BAD ').map(({ team }) => team)).toEqual(['bad']);
    expect(findTeams(rows, '  ')).toHaveLength(rows.length);
    expect(findTeams(rows, 'nobody')).toEqual([]);
  });

  it('given an address, then its order; what names no column is the default', () => {
    expect(orderFromAddress('-waiting')).toEqual({ by: 'waiting', descending: true });
    expect(orderFromAddress('nothing')).toEqual(worstFirst);
    expect(orderFromAddress(null)).toEqual(worstFirst);
    expect(nextOrder(worstFirst, 'waiting')).toEqual({ by: 'waiting', descending: true });
    expect(nextOrder(worstFirst, 'health')).toEqual({ by: 'health', descending: true });
    expect(nextOrder(worstFirst, 'team')).toEqual({ by: 'team', descending: false });
  });
});
