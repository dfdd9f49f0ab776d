import { describe, expect, it } from '@jest/globals';
import { countedFromAddress } from './counted.js';

describe('the ways of counting that an address names', () => {
  it('given several, then each once; what is none is told, not silently dropped', () => {
    const address = new URLSearchParams('counted=kept&counted=broken&counted=kept&counted=toString&team=a');
    expect(countedFromAddress(address)).toEqual({
      counted: ['kept', 'broken'],
      ignored: ['counted=toString'],
    });
  });
});
