import { describe, expect, it } from '@jest/globals';
import { fromMetadata, NOTHING, plus, toMetadata } from './projected-counts.js';

describe('counts of what was projected', () => {
  it('are the same whatever the batches were', () => {
    const places = [0n, 1n, 7n, 2n ** 40n];
    const [first, second] = [places.slice(0, 2), places.slice(2)];
    expect(plus(plus(NOTHING, first), second)).toEqual(plus(NOTHING, places));
  });

  it('differ where one place is missing and another one is there instead', () => {
    expect(plus(NOTHING, [1n, 2n, 3n]).sum).not.toBe(plus(NOTHING, [1n, 2n, 4n]).sum);
  });

  it('begin again behind 64 bits, as the engine does', () => {
    expect(plus({ count: 1, sum: 2n ** 64n - 1n }, [5n]).sum).toBe(plus(NOTHING, [5n]).sum - 1n);
  });

  it.each([undefined, 12n])('are read as they were written (filling until %s)', (until) => {
    const counts = {
      events: plus(NOTHING, [1n, 2n]),
      rejections: NOTHING,
      ...(until === undefined ? {} : { fillingUntil: until }),
    };
    expect(fromMetadata(toMetadata(counts))).toEqual(counts);
  });

  it.each([undefined, '', 'consumer-1', '{}', '{"v":2}', '{"v":1,"events":[1,"x"],"rejections":[0,"0"]}'])(
    'are none where others have written %j',
    (text) => {
      expect(fromMetadata(text)).toBeUndefined();
    },
  );

  it('fit into what a Kafka broker keeps with an offset', () => {
    const most = { count: Number.MAX_SAFE_INTEGER, sum: 2n ** 64n - 1n };
    expect(toMetadata({ events: most, rejections: most, fillingUntil: 2n ** 63n }).length).toBeLessThan(
      4_000,
    );
  });
});
