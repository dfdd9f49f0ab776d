import { describe, expect, it } from '@jest/globals';
import type { PartitionSpan } from '../../event-log/event-log.js';
import { caughtUp, ProjectionBehind } from './caught-up.js';

/** A projector that brings in `pace` records of one partition between two looks, while `inflow` are added to the log. */
class BusyProjector {
  position = 1_000n;
  looks = 0;

  constructor(
    private waiting: bigint,
    private readonly pace: bigint,
    private readonly inflow: bigint,
  ) {}

  positions(): Promise<readonly PartitionSpan[]> {
    if (this.looks > 0) {
      this.position += this.pace;
      this.waiting += this.inflow - this.pace;
    }
    this.looks += 1;
    return Promise.resolve([
      // Nothing comes in here, and nothing waits.
      { topic: 't', partition: 0, first: 0n, position: 7n, end: 7n },
      { topic: 't', partition: 1, first: 0n, position: this.position, end: this.position + this.waiting },
    ]);
  }
}

describe('a store that is to catch up with the log', () => {
  it('has at once where nothing waits', async () => {
    const projector = new BusyProjector(0n, 0n, 5n);
    await caughtUp(projector);
    expect(projector.looks).toBe(1);
  });

  it('has once what waited then is in, though more comes in all the time', async () => {
    const projector = new BusyProjector(9n, 3n, 3n);
    await caughtUp(projector, { patienceMs: 5_000 });
    expect(projector.position).toBe(1_009n);
  });

  it('has not before everything that waited then is in', async () => {
    const behind = caughtUp(new BusyProjector(9n, 0n, 0n), { patienceMs: 250 });
    await expect(behind).rejects.toThrow(ProjectionBehind);
    await expect(behind).rejects.toThrow(/9 records of the log are still to be brought in.*\/health\/ready/);
  });

  it('has not where nothing has begun to be carried over', async () => {
    const starting = { positions: () => Promise.resolve(undefined) };
    await expect(caughtUp(starting, { patienceMs: 250 })).rejects.toThrow(/what the log holds/);
  });

  it('is waited for no longer than the service runs', async () => {
    const stopping = new AbortController();
    const waiting = caughtUp(new BusyProjector(9n, 0n, 0n), { signal: stopping.signal });
    stopping.abort();
    await expect(waiting).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});
