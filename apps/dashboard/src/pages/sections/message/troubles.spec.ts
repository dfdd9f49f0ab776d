import { describe, expect, it } from '@jest/globals';
import { tellTroubles } from './troubles.js';

describe('what is told of messages that nobody got', () => {
  it.each([
    [0, 0, ''],
    [3, 0, '3 messages about scores were refused.'],
    [1, 0, '1 message about scores was refused.'],
    [0, 1, '1 message about scores was given up.'],
    [2, 1, '2 messages about scores were refused, 1 was given up.'],
  ])('%d refused and %d given up: %j', (refused, givenUp, text) => {
    expect(tellTroubles({ refused, givenUp })).toBe(text);
  });
});
