import { describe, expect, it } from '@jest/globals';
import { idOf } from './id-of-address.js';

describe('the id in an address', () => {
  it.each(['a%2Fb', 'a/b', 'a%252Fb', '100%', 'a b?c#d', 'فريق'])('given %j, then it is that again', (id) => {
    expect(idOf(`/teams/${encodeURIComponent(id)}`)).toBe(id);
  });

  it('given a "%" that encodes nothing, then it means itself', () => {
    expect(idOf('/teams/100%')).toBe('100%');
  });
});
