/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { headOf, readAs } from './head.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the beginning of a file', () => {
  it('given a whole file, then it is all of it', () => {
    expect(headOf(utf8('a,b\n1,2'), true)).toEqual({
      text: 'a,b\n1,2',
      byteLength: 7,
      encoding: 'utf-8',
      isWhole: true,
    });
  });

  it('given one that goes on, then it ends with a line, though a letter is cut in two', () => {
    const bytes = utf8('case;name\n1;Zoë\n2;Zoë');
    const head = headOf(bytes.subarray(0, bytes.length - 1), false);
    expect(head).toMatchObject({ text: 'case;name\n1;Zoë\n', encoding: 'utf-8', isWhole: false });
    expect(head.byteLength).toBe(utf8(head.text).length);
  });

  it('given a row over several lines at the cut, then it is left out as a whole', () => {
    expect(headOf(utf8('a,b\n1,"x\ny"\n2,3\n4,"open\nstill'), false).text).toBe('a,b\n1,"x\ny"\n2,3\n');
  });

  it('given a quote too many at the start, then lines are kept all the same', () => {
    expect(headOf(utf8('a,b\n1,"x\n2,3\n4,5\n6,7\n8'), false).text).toBe('a,b\n1,"x\n2,3\n4,5\n6,7\n');
  });

  it('given bytes that are no UTF-8, then they are read as Windows writes them', () => {
    const head = headOf(Uint8Array.of(0x5a, 0x6f, 0xeb, 0x0a), true);
    expect(head).toMatchObject({ text: 'Zoë\n', encoding: 'windows-1252' });
  });

  it('given UTF-16 with its mark, then it is read as such and cut between letters', () => {
    const text = 'a;b\n1;ü\n2;';
    const bytes = Uint8Array.from([0xff, 0xfe, ...[...text].flatMap((sign) => [sign.charCodeAt(0), 0])]);
    expect(headOf(bytes, false)).toMatchObject({
      text: 'a;b\n1;ü\n',
      encoding: 'utf-16le',
      byteLength: 18,
    });
  });

  it('given that the reader knows better, then the same bytes are read in that encoding', () => {
    const bytes = utf8('Zoë\n');
    expect(readAs(bytes, headOf(bytes, true), 'windows-1252').text).toBe('ZoÃ«\n');
  });
});
