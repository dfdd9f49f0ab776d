import { describe, expect, it } from '@jest/globals';
import { prepareMovements } from './changes.js';
import { answerOf, healthRow, rowOf } from './testing/answers.js';

type Row = Parameters<typeof healthRow>;

const week = (
  health: readonly Row[],
  overdue: Readonly<Record<string, number>> = {},
): Parameters<typeof prepareMovements>[0] => ({
  health: { health: answerOf(health.map((row) => healthRow(...row))) },
  waiting: {
    'waiting-now': answerOf(Object.entries(overdue).map(([team, count]) => rowOf(team, { overdue: count }))),
  },
});
const told = (now: ReturnType<typeof week>, before: ReturnType<typeof week>): string[] =>
  prepareMovements(now, before, (team) => team.toUpperCase()).map(({ name, text }) => `${name} ${text}`);

describe('what changed since a week before', () => {
  it('given a team that fell, then with the part that moved it most', () => {
    const before = week([['a', 71, 'watch', { latencyScore: 80, responseRate: 60 }]]);
    const now = week([['a', 48, 'at risk', { latencyScore: 79, responseRate: 20 }]]);
    expect(told(now, before)).toEqual([
      'A fell from 71 (watch) to 48 (at risk), mostly by response rate, 60 to 20.',
    ]);
  });

  it('given a part that is newly withheld, then no cause is made up', () => {
    const before = week([['a', 71, 'watch', { latencyScore: 80 }]]);
    const now = week([['a', 60, 'watch', { latencyScore: { withheld: 'too few', n: 2 } }]]);
    expect(told(now, before)).toEqual(['A fell from 71 (watch) to 60 (watch).']);
  });

  it('given more overdue, then how many; given less than three, or no week before, then nothing', () => {
    expect(told(week([], { a: 9, b: 2 }), week([], { a: 4 }))).toEqual([
      'A has 9 answers overdue, 5 more than a week before.',
    ]);
    expect(told(week([['a', 50, 'watch']]), week([]))).toEqual([]);
    expect(told(week([['a', 50, 'watch']]), week([['a', 52.9, 'watch']]))).toEqual([]);
  });

  it('given many, then at most six, the worst first, with room for what got better', () => {
    const teams = Array.from({ length: 9 }, (_, index) => `t${index}`);
    const before = week([...teams, 'up'].map((team): Row => [team, 60, 'watch']));
    const now = week([
      ...teams.map((team, index): Row => [team, 50 - index, 'watch']),
      ['up', 80, 'healthy'],
    ]);
    const all = prepareMovements(now, before, (team) => team);
    expect(all.map(({ team }) => team)).toEqual(['t8', 't7', 't6', 't5', 't4', 'up']);
  });
});
