import { describe, expect, it } from '@jest/globals';
import { parseEnvironment } from '../environment.js';
import { formatBytes, parseBytes } from './bytes.js';
import { NotEnoughRoom } from './not-enough-room.js';
import { reserveOf } from './reserve.js';

const MEBIBYTE = 2 ** 20;

describe('a size', () => {
  it.each([
    ['1073741824', 1024 * MEBIBYTE],
    ['512MiB', 512 * MEBIBYTE],
    ['2 GiB', 2048 * MEBIBYTE],
    ['1.5gb', 1.5e9],
    ['7 B', 7],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });

  it.each(['', 'MiB', '-1MiB', '1 parsec', '1e9', '0x10', '5 %'])('%s is none', (text) => {
    expect(parseBytes(text)).toBeUndefined();
  });

  it('is written as people read it', () => {
    expect([70 * MEBIBYTE, 1536 * MEBIBYTE, 0, 3 * 2 ** 40].map(formatBytes)).toEqual([
      '70 MiB',
      '1.5 GiB',
      '0 MiB',
      '3 TiB',
    ]);
  });
});

describe('HEARBACK_RESERVE', () => {
  it('given one, then it is in bytes; given none, then it is left to the file system', () => {
    expect(parseEnvironment({ HEARBACK_RESERVE: '512MiB' }).reserveBytes).toBe(512 * MEBIBYTE);
    expect(parseEnvironment({}).reserveBytes).toBeUndefined();
  });

  it.each(['much', '31MiB', '0'])('given %s, then it is refused with what it may be', (text) => {
    expect(() => parseEnvironment({ HEARBACK_RESERVE: text })).toThrow(
      /HEARBACK_RESERVE: must be a size like 512MiB or 2GiB, at least 32 MiB/,
    );
  });
});

describe('the reserve', () => {
  it.each([
    ['a tiny file system', 2 ** 30, 256],
    ['a usual one', 20 * 2 ** 30, 1024],
    ['a large one', 2 ** 40, 2048],
  ])('of %s by default', (_, fileSystem, figures) => {
    expect(reserveOf(undefined, fileSystem).figures).toBe(figures * MEBIBYTE);
  });

  it('given one, then the engine leaves half of it free, and events are taken down to a quarter', () => {
    expect(reserveOf(512 * MEBIBYTE, 2 ** 40)).toEqual({
      figures: 512 * MEBIBYTE,
      engine: 256 * MEBIBYTE,
      events: 128 * MEBIBYTE,
    });
  });

  it('given the least, then the parts are still apart', () => {
    const { figures, events } = reserveOf(32 * MEBIBYTE, 2 ** 40);
    expect([figures, events]).toEqual([32 * MEBIBYTE, 16 * MEBIBYTE]);
  });
});

describe('what is said where there is not enough room', () => {
  const lack = new NotEnoughRoom('figures', '/srv/hearback', 70 * MEBIBYTE, 512 * MEBIBYTE);

  it('names the directory, what is free, what is needed, and the remedy', () => {
    expect(lack.message).toBe(
      'Figures and SQL are not answered and events are not brought into the store: the file system of /srv/hearback has 70 MiB free, and 512 MiB are needed (see HEARBACK_RESERVE). Free space there; it goes on by itself.',
    );
  });

  it('does not give the path to clients', () => {
    expect(lack.detail).toContain('the data directory (HEARBACK_DATA) has 70 MiB free');
    expect(lack.detail).not.toContain('/srv');
  });
});
