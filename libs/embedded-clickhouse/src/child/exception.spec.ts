import { describe, expect, it } from '@jest/globals';
import { clickHouseError, httpStatus, toClickHouseException } from './exception.js';

describe('toClickHouseException', () => {
  it('keeps the number and the text of the engine', () => {
    const exception = toClickHouseException(
      new Error('Code: 60. DB::Exception: no table. (UNKNOWN_TABLE)\n'),
    );
    expect(exception).toMatchObject({ code: 60, text: 'Code: 60. DB::Exception: no table. (UNKNOWN_TABLE)' });
  });

  it('gives any other failure the number of an unknown exception', () => {
    expect(toClickHouseException(new Error('disk on fire'))).toMatchObject({
      code: 1002,
      text: 'Code: 1002. DB::Exception: disk on fire. (UNKNOWN_EXCEPTION)',
    });
  });

  it('leaves its own kind alone', () => {
    const exception = clickHouseError(48, 'NOT_IMPLEMENTED', 'no');
    expect(toClickHouseException(exception)).toBe(exception);
  });
});

describe('httpStatus', () => {
  it.each([
    [62, 400],
    [516, 403],
    [60, 404],
    [47, 404],
    [159, 408],
    [48, 501],
    [241, 500],
    [395, 500],
  ])('answers error %i with status %i', (code, status) => {
    expect(httpStatus(code)).toBe(status);
  });
});
