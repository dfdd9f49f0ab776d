import { describe, expect, it } from '@jest/globals';
import { type Source } from '../../../api/data-sources.js';
import { quietSources } from './quiet.js';

const NOW = Date.parse('2026-03-31T12:00:00Z');
const live: Source = {
  source: 'urn:ats',
  events: 100,
  firstAt: '2026-01-01T00:00:00Z',
  lastAt: '2026-03-20T00:00:00Z',
  lastRecordedAt: '2026-03-20T12:00:00Z',
  lateness: { median: 60, p90: 600, longest: 6_000 },
  types: [],
  sample: false,
  simulated: false,
};

describe('sources that have gone quiet', () => {
  it('given one that sent for weeks and then nothing for more than seven days, then it is told since when', () => {
    expect(quietSources([live], NOW)).toEqual([
      { source: 'urn:ats', since: Date.parse('2026-03-20T12:00:00Z'), days: 11 },
    ]);
  });

  it('given exactly seven days, then not yet', () => {
    expect(quietSources([{ ...live, lastRecordedAt: '2026-03-24T12:00:00Z' }], NOW)).toEqual([]);
    expect(quietSources([{ ...live, lastRecordedAt: '2026-03-24T11:59:59Z' }], NOW)).toHaveLength(1);
  });

  it.each([
    ['an imported history', { lateness: { median: 8 * 86_400, p90: 1, longest: 1 } }],
    ['a single try', { firstAt: '2026-03-19T00:00:00Z' }],
    ['sample data', { sample: true }],
    ['simulated data', { simulated: true }],
  ])('given %s, then nobody waits for more of it', (_, changes) => {
    expect(quietSources([{ ...live, ...changes }], NOW)).toEqual([]);
  });

  it('given several, then the longest silence comes first', () => {
    const older = { ...live, source: 'urn:old', lastRecordedAt: '2026-02-01T00:00:00Z' };
    expect(quietSources([live, older], NOW).map(({ source }) => source)).toEqual(['urn:old', 'urn:ats']);
  });
});
