import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addressOfFilter, everything, filterFromAddress, isNarrowed, ranges, type Filter } from './filter.js';

const days = fc.constantFrom('2015-01-05', '2015-01-12', '2026-02-28');
const names = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 4 });
const filters = fc.record(
  {
    team: names,
    stage: names,
    job: names,
    range: fc.constantFrom(...ranges),
    from: days,
    to: days,
    asOf: fc.constantFrom('2015-01-08T12:00:00Z'),
    clock: fc.constantFrom('elapsed', 'business'),
  },
  { requiredKeys: ['team', 'stage', 'job'] },
) as fc.Arbitrary<Filter>;

describe('the filter in the address', () => {
  it('given any filter, then the address gives it back', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const address = new URLSearchParams(addressOfFilter(filter).toString());
        expect(filterFromAddress(address)).toEqual({ filter, ignored: [] });
      }),
    );
  });

  it('given parameters of others, then they stay', () => {
    const address = addressOfFilter(everything, new URLSearchParams('order=-team&team=old'));
    expect(address.toString()).toBe('order=-team');
  });

  it('given values that make no sense, then they are told, not silently dropped', () => {
    const { filter, ignored } = filterFromAddress(
      new URLSearchParams('from=2015-02-30&asOf=yesterday&team=a&range=3w&clock=sundial'),
    );
    expect(filter).toEqual({ team: ['a'], stage: [], job: [] });
    expect(ignored).toEqual(['from=2015-02-30', 'asOf=yesterday', 'range=3w', 'clock=sundial']);
  });

  it('given an instant to the minute or with an offset, then it is brought to UTC', () => {
    const asOf = (text: string): string | undefined =>
      filterFromAddress(new URLSearchParams({ asOf: text })).filter.asOf;
    expect(asOf('2015-01-08T12:00Z')).toBe('2015-01-08T12:00:00Z');
    expect(asOf('2015-01-08T13:00:00+01:00')).toBe('2015-01-08T12:00:00Z');
  });

  it('given another instant only, then nothing is left out', () => {
    expect(isNarrowed({ ...everything, asOf: '2015-01-08T12:00:00Z' })).toBe(false);
    expect(isNarrowed({ ...everything, stage: ['Onsite'] })).toBe(true);
  });
});
