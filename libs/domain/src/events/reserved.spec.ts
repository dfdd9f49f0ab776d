import { describe, expect, it } from '@jest/globals';
import { completed, erased, merged, scorePublished } from '../testing/index.js';
import { reservation, reservedSources } from './reserved.js';

describe('given an event that only Hearback may send', () => {
  it.each([
    ['a score of Hearback', scorePublished(), ['source', 'type']],
    ['a score of another source', scorePublished({ source: 'https://ats.example.com' }), ['type']],
    ['an erasure', erased(), ['type']],
    ['a merge', merged(), ['type']],
    ...reservedSources.map((source) => [source, completed({ source }), ['source']] as const),
    ['a source in another case', completed({ source: ' URN:Hearback:Scores' }), ['source']],
  ])('then %s is reserved, with the path of each reason', (_, event, paths) => {
    expect(reservation(event)).toMatchObject({ reason: 'reserved' });
    expect(reservation(event)?.problems.map(({ path }) => path)).toEqual(paths);
  });

  it.each([
    'urn:hearback:import:ats-export',
    'urn:hearback:sample:hiring-log',
    'https://simulated.hearback.example/ats-a',
    'urn:hearback:scores-of-acme',
  ])('then the source %s is free', (source) => {
    expect(reservation(completed({ source }))).toBeUndefined();
  });
});
