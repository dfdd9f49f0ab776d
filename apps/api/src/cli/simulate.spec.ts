import { expect, it } from '@jest/globals';
import { WrongUse } from './failure.js';
import { parseSimulation } from './simulate.js';

const NOW = Date.parse('2026-11-24T15:42:07.123Z');
const DEFAULTS = { teams: '12', weeks: '26', seed: '1', interviewsPerWeek: '8' };

it('given no end, then the last full hour is it', () => {
  expect(parseSimulation(DEFAULTS, NOW)).toEqual({
    seed: 1,
    teams: 12,
    weeks: 26,
    until: '2026-11-24T15:00:00.000Z',
    interviewsPerWeek: 8,
  });
});

it('given an end with an offset, then it is that instant', () => {
  const { until } = parseSimulation({ ...DEFAULTS, until: '2026-11-24T12:00:00+01:00' }, NOW);
  expect(until).toBe('2026-11-24T11:00:00.000Z');
});

it.each([
  ['--teams', { teams: '0' }],
  ['--teams', { teams: '1.5' }],
  ['--weeks', { weeks: 'many' }],
  ['--weeks', { weeks: '' }],
  ['--seed', { seed: '-1' }],
  ['--until', { until: '2026-11-24' }],
  ['--until', { until: '2026-11-24T15:00:00' }],
  ['--until', { until: '2026-11-24T15:42:08Z' }],
  ['--until', { until: '0000-05-05T05:26:00Z' }],
  ['--interviews-per-week', { interviewsPerWeek: '0' }],
  ['--interviews-per-week', { interviewsPerWeek: 'x' }],
])('given a wrong %s, then that is said', (option, given) => {
  const parse = (): unknown => parseSimulation({ ...DEFAULTS, ...given }, NOW);
  expect(parse).toThrow(WrongUse);
  expect(parse).toThrow(option);
});
