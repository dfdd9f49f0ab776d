import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodedLength, encodeRecord, mostEncodedLength } from './record-codec.js';

const record = fc.record({
  key: fc.string({ unit: 'grapheme', maxLength: 300 }),
  value: fc.uint8Array({ maxLength: 300 }),
  headers: fc.dictionary(fc.string(), fc.string({ unit: 'grapheme', maxLength: 300 }), { maxKeys: 5 }),
});

it('given any record, then its length is counted as it is encoded, and estimated no smaller', () => {
  fc.assert(
    fc.property(record, (any) => {
      const length = encodedLength(any);
      expect(encodeRecord(any, Date.now()).byteLength).toBe(length);
      expect(mostEncodedLength(any)).toBeGreaterThanOrEqual(length);
    }),
  );
});
