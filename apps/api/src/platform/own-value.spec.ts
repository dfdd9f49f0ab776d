import { expect, it } from '@jest/globals';
import { ownValue } from './own-value.js';

it.each(['constructor', 'toString', '__proto__'])(
  'given a record without %s, then nothing, and with it what the record has',
  (name) => {
    expect(ownValue({}, name)).toBeUndefined();
    expect(ownValue(JSON.parse(`{"${name}": 7}`) as Record<string, number>, name)).toBe(7);
  },
);

it('given no record or no name, then nothing', () => {
  expect(ownValue(undefined, 'a')).toBeUndefined();
  expect(ownValue({ null: 1, undefined: 2 }, null)).toBeUndefined();
  expect(ownValue({ null: 1, undefined: 2 }, undefined)).toBeUndefined();
});
