import { describe, expect, it } from '@jest/globals';
import { countedFromAddress, countedWords } from './counted.js';

describe('the ways of counting that an address names', () => {
  it('given several, then each once; what is none is told, not silently dropped', () => {
    const address = new URLSearchParams('counted=kept&counted=broken&counted=kept&counted=toString&team=a');
    expect(countedFromAddress(address)).toEqual({
      counted: ['kept', 'broken'],
      ignored: ['counted=toString'],
    });
  });
});

it.each([
  // Behind health: every interview costs the score something, also one that the response rate leaves out.
  [{ counted: 'leftOut', cost: 1 }, 'with its cost; not in the response rate (yet)'],
  [{ counted: 'numerator', cost: 0 }, 'with its cost; answered within the horizon'],
  [{ counted: 'leftOut' }, 'left out'],
  [{ counted: 'answered', cost: 1 }, 'answered'],
  [{ counted: 'of a later version' }, 'of a later version'],
  [{ counted: 'constructor', cost: 1 }, 'constructor'],
])('given %j, then it says how it counts', (row, words) => {
  expect(countedWords(row)).toBe(words);
});
