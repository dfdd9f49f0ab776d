import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonScanner, measureJson, type Scanned } from './json-scanner.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Scans the text in pieces of this many bytes. */
function scan(text: string, size = 65_536): Scanned {
  const bytes = encode(text);
  const scanner = new JsonScanner();
  for (let at = 0; at < bytes.byteLength; at += size) scanner.push(bytes.subarray(at, at + size));
  return scanner.end();
}

function itemsOf(text: string, size?: number): string[] {
  const scanned = scan(text, size);
  if (scanned.kind !== 'array') throw new Error(`${scanned.kind}: ${text.slice(0, 40)}`);
  const bytes = encode(text);
  return scanned.items.map(({ start, end }) => new TextDecoder().decode(bytes.subarray(start, end)));
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/** As the scanner counts: an opening bracket is a value, and so is what stands in it, the empty ones once. */
function valuesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  const parts: unknown[] = Object.values(value);
  const nested = parts.reduce<number>((sum, part) => sum + valuesOf(part) - 1, 0);
  return 1 + Math.max(1, parts.length) + nested;
}

describe('JsonScanner', () => {
  it('given any JSON array in pieces of any size, then it finds the items as JSON.parse does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 5 })),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(undefined, 2),
        (values, size, indent) => {
          const text = JSON.stringify(values, undefined, indent);
          expect(itemsOf(text, size).map((item) => JSON.parse(item) as unknown)).toEqual(JSON.parse(text));
          const scanned = scan(text, size);
          if (scanned.kind !== 'array') throw new Error('no array');
          expect(scanned.items.map(({ depth }) => depth)).toEqual(values.map(depthOf));
          expect(scanned.items.map(({ values: count }) => count)).toEqual(values.map(valuesOf));
        },
      ),
    );
  });

  it('given any other JSON value, then it is the value, without the space around it', () => {
    fc.assert(
      fc.property(
        fc.jsonValue().filter((value) => !Array.isArray(value)),
        fc.integer({ min: 1, max: 9 }),
        (value, size) => {
          const text = JSON.stringify(value);
          const scanned = scan(`\ufeff \n${text} \t`, size);
          const start = encode('\ufeff \n').byteLength;
          expect(scanned).toMatchObject({
            kind: 'value',
            value: { start, end: start + encode(text).byteLength },
          });
        },
      ),
    );
  });

  it('given texts with brackets, commas and quotes in them, then these end nothing', () => {
    expect(itemsOf('["a,]", {"b\\"]": "[,"}, "\\\\"]', 1)).toEqual(['"a,]"', '{"b\\"]": "[,"}', '"\\\\"']);
  });

  it.each(['[1,,2]', '[1,]', '[,]', '[1 2]', '[{]},1]', '[{],1]'])(
    'given %s, then it is broken, or an item of it is no JSON',
    (text) => {
      const scanned = scan(text, 1);
      if (scanned.kind === 'broken') return;
      expect(() => itemsOf(text).map((item) => JSON.parse(item) as unknown)).toThrow();
    },
  );

  it.each([
    ['[{"id": "evt-1", ', 'within the array'],
    ['["a', 'within a text'],
    ['[1]]', 'byte 3'],
    ['[] x', 'byte 3'],
    ['[1}, 2]', 'byte 2'],
  ])('given %s, then it is broken', (text, problem) => {
    expect(scan(text, 1)).toEqual({ kind: 'broken', problem: expect.stringContaining(problem) as unknown });
  });

  it('given millions of empty objects, then they are counted', () => {
    const text = `[${'{},'.repeat(999_999)}{}]`;
    const scanner = new JsonScanner();
    scanner.push(encode(text));
    expect(scanner.items).toBe(1_000_000);
    expect(measureJson(encode('['.repeat(100_000)))).toEqual({ depth: 0, values: 100_000 });
    expect(measureJson(encode(`{"a":${'['.repeat(70)}${']'.repeat(70)}}`)).depth).toBe(71);
  });
});
