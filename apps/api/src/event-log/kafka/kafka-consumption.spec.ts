import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { LogFunction } from '../log-function.js';
import type { Consumer, EachBatchPayload } from './kafka-client.js';
import { KafkaConsumption } from './kafka-consumption.js';

type EachBatch = (payload: EachBatchPayload) => Promise<void>;

/** As much of kafkajs as a consumption touches; it has joined and been given partition 0. */
class StubConsumer {
  eachBatch: EachBatch | undefined;
  readonly events = Object.fromEntries(
    ['FETCH', 'HEARTBEAT', 'CONNECT', 'GROUP_JOIN', 'CRASH', 'STOP'].map((name) => [name, name]),
  );
  #joined: (event: unknown) => void = () => undefined;

  on(name: string, listener: (event: unknown) => void): void {
    if (name === 'GROUP_JOIN') this.#joined = listener;
  }
  connect = (): Promise<void> => Promise.resolve();
  subscribe = (): Promise<void> => Promise.resolve();
  disconnect = (): Promise<void> => Promise.resolve();
  run({ eachBatch }: { eachBatch: EachBatch }): Promise<void> {
    this.eachBatch = eachBatch;
    this.#joined({ payload: { memberAssignment: { t: [0] } } });
    return Promise.resolve();
  }
}

const silent: LogFunction = () => undefined;
const heartbeat = jest.fn<() => Promise<void>>();
const commit = jest.fn<() => Promise<void>>();

const payload = {
  batch: {
    topic: 't',
    partition: 0,
    messages: [{ key: null, value: Buffer.from('x'), headers: {}, timestamp: '0', offset: '0' }],
    lastOffset: () => '0',
  },
  heartbeat,
  commitOffsetsIfNecessary: commit,
  resolveOffset: () => undefined,
  pause: () => () => undefined,
} as unknown as EachBatchPayload;

/** Hands one batch to a handler that takes so long; resolves when kafkajs would have its answer. */
async function handled(takesMs: number): Promise<void> {
  const consumer = new StubConsumer();
  const settings = {
    group: 'g',
    topic: 't',
    brokers: ['b:1'],
    batchSize: 10,
    batchBytes: 1_000,
    createConsumer: () => consumer as unknown as Consumer,
    ensureTopic: () => Promise.resolve(),
    committedMetadata: () => Promise.resolve(undefined),
  };
  const handle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, takesMs));
  const consumption = new KafkaConsumption(settings, handle, silent);
  await jest.advanceTimersByTimeAsync(0);
  const done = consumer.eachBatch?.(payload) ?? Promise.reject(new Error('It does not consume.'));
  const settled = done.catch(() => undefined);
  await jest.advanceTimersByTimeAsync(takesMs);
  await settled;
  await consumption.stop();
  return done;
}

describe('a consumption whose handler waits for a slow store', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    heartbeat.mockReset().mockResolvedValue();
    commit.mockReset().mockResolvedValue();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('given one that takes longer than a session, then the group hears of it all the while and its batch is committed', async () => {
    await handled(40_000);
    expect(heartbeat.mock.calls.length).toBeGreaterThan(30);
    expect(commit).toHaveBeenCalledTimes(1);
  });

  it('given a membership that is lost meanwhile, then nothing is committed', async () => {
    heartbeat.mockRejectedValueOnce(Object.assign(new Error('gone'), { type: 'UNKNOWN_MEMBER_ID' }));
    await expect(handled(5_000)).rejects.toThrow('gone');
    expect(commit).not.toHaveBeenCalled();
  });

  it('given one that hangs, then its partition is given up', async () => {
    await handled(20 * 60_000);
    expect(heartbeat.mock.calls.length).toBeLessThan(310);
  });
});
