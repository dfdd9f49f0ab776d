import { describe, expect, it } from '@jest/globals';
import { markedJson } from './marked-json.js';

/** The pieces with their faults in brackets behind them. */
const marked = (text: string, ...paths: string[]): string =>
  markedJson(text, paths)
    .map((piece) => (piece.faults.length === 0 ? piece.text : `«${piece.text}»${piece.faults.join()}`))
    .join('');

describe('faults marked in the original', () => {
  it.each([
    ['{"id": "a", "time": 7}', ['time'], '{"id": "a", "time": «7»0}'],
    [
      '{"data":{"list":[{"id":""},{"id":null}]}}',
      ['data.list.1.id'],
      '{"data":{"list":[{"id":""},{"id":«null»0}]}}',
    ],
    ['{"a":{"b":[1, 2]}}', ['a.b', 'a.b.1'], '{"a":{"b":«[1, »0«2»1«]»0}}'],
    ['{"a":1,"b":2}', ['b', 'a'], '{"a":«1»1,"b":«2»0}'],
    ['{"a":1}', ['a', 'a'], '{"a":«1»0,1}'],
    ['{"a":1,"a":2}', ['a'], '{"a":1,"a":«2»0}'],
    [' [ "x\\"}]," , true ] ', ['0', '1'], ' [ «"x\\"}],"»0 , «true»1 ] '],
    ['{"\\u0061":{"ü":{}}}', ['a.ü'], '{"\\u0061":{"ü":«{}»0}}'],
    ['{"a":[],"b":{}}', ['a', 'b'], '{"a":«[]»0,"b":«{}»1}'],
  ])('given %s and %j, then %s', (text, paths, expected) => expect(marked(text, ...paths)).toBe(expected));

  it.each([
    ['a path that leads nowhere', '{"a":1}', ['b', 'a.b', 'a.0']],
    ['the whole', '{"a":1}', ['']],
    ['no JSON', '{"a":1', ['a']],
    ['a byte order mark', '\uFEFF{"a":1}', ['a']],
  ])('given %s, then nothing is marked', (_, text, paths) => {
    expect(markedJson(text, paths)).toEqual([{ text, faults: [] }]);
  });

  it('given any text, then the pieces together are that text', () => {
    const value = { a: [{ b: 'x', c: [null, true, -1.5e3] }], d: { e: {}, f: '"\\' } };
    for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
      const pieces = markedJson(text, ['a', 'a.0', 'a.0.c.2', 'd.f', 'd.e']);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      expect(pieces.filter(({ faults }) => faults.includes(2)).map((piece) => piece.text)).toEqual(['-1500']);
    }
  });

  it('given what is nested too deeply, then it is shown as it is', () => {
    const text = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(markedJson(text, ['0'])).toEqual([{ text, faults: [] }]);
  });
});
