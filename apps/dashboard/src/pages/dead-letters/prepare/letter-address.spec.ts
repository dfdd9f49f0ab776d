import { describe, expect, it } from '@jest/globals';
import { addressOfLetters, lettersFromAddress } from './letter-address.js';

const read = (text: string) => lettersFromAddress(new URLSearchParams(text));

describe('the address of rejected messages', () => {
  it('given parameters, then they are the filter, under the names of the API', () => {
    expect(
      read(
        'reason=not-json&origin=import&topic=t&outcome=none&since=2026-03-01&until=2026-03-02&letter=t/0/1',
      ),
    ).toEqual({
      filter: {
        reason: 'not-json',
        origin: 'import',
        topic: 't',
        outcome: 'none',
        from: '2026-03-01',
        to: '2026-03-02',
      },
      letter: 't/0/1',
      ignored: [],
    });
  });

  it('given what makes no sense, then it is told and narrows nothing; the days of the figures are not its own', () => {
    expect(read('outcome=mended&since=yesterday&until=2026-02-30&from=2026-03-01&reason=')).toEqual({
      filter: {},
      letter: undefined,
      ignored: ['outcome=mended', 'since=yesterday', 'until=2026-02-30'],
    });
  });

  it('given a change, then the rest of the address stays', () => {
    const params = new URLSearchParams('team=a&reason=not-json&letter=t/0/1');
    const changed = addressOfLetters(params, { reason: '', letter: undefined, from: '2026-03-01' });
    expect(changed.toString()).toBe('team=a&since=2026-03-01');
    expect(params.get('reason')).toBe('not-json');
  });
});
