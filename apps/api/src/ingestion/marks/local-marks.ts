import { hkdfSync } from 'node:crypto';
import type { Database, RootDatabase } from 'lmdb';
import type { OffsetRange, ServiceMarks, UnmarkedRecord } from './service-marks.js';

const KEY_BYTES = 32;
const SETTLED = 'unmarked-settled';

/** In the file of the candidate keys. */
export class LocalMarks implements ServiceMarks {
  readonly #key: Uint8Array;
  /** `topic/partition/offset` -> content. */
  readonly #kept: Database<string, string>;

  /**
   * @param secret of the directory of keys. The mark's key is derived from it: so it is in every backup of that directory,
   *   also in those from before there were marks
   * @param write carries out a transaction on the file, durably
   */
  constructor(
    private readonly root: RootDatabase,
    private readonly meta: Database<Buffer, string>,
    secret: Uint8Array,
    private readonly write: (action: () => void) => Promise<void>,
  ) {
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', 'hearback-mark', KEY_BYTES));
    this.#kept = root.openDB({ name: 'unmarked', encoding: 'string' });
  }

  /** In the transaction that creates the file: a new installation has nothing from before marks. */
  static settleNew(meta: Database<Buffer, string>): void {
    void meta.put(SETTLED, Buffer.from('[]'));
  }

  key(): Promise<Uint8Array> {
    return Promise.resolve(this.#key);
  }

  isSettled(): Promise<boolean> {
    this.root.resetReadTxn();
    return Promise.resolve(this.meta.get(SETTLED) !== undefined);
  }

  async keep(records: readonly UnmarkedRecord[]): Promise<void> {
    if (records.length === 0) return;
    await this.write(() => {
      if (this.meta.get(SETTLED) !== undefined) return;
      for (const record of records) void this.#kept.put(placeOf(record), record.content);
    });
  }

  async settle(ranges: readonly OffsetRange[]): Promise<void> {
    await this.write(() => {
      if (this.meta.get(SETTLED) === undefined)
        void this.meta.put(SETTLED, Buffer.from(JSON.stringify(ranges)));
    });
  }

  accepted(records: readonly UnmarkedRecord[]): Promise<readonly boolean[]> {
    this.root.resetReadTxn();
    const settled = this.meta.get(SETTLED);
    // Written by `settle`.
    const ranges = settled === undefined ? [] : (JSON.parse(settled.toString()) as readonly OffsetRange[]);
    return Promise.resolve(
      records.map(
        (record) =>
          this.#kept.get(placeOf(record)) === record.content ||
          ranges.some((range) => isWithin(record, range)),
      ),
    );
  }
}

function placeOf({ topic, partition, offset }: UnmarkedRecord): string {
  return `${topic}/${partition}/${offset}`;
}

function isWithin({ topic, partition, offset }: UnmarkedRecord, range: OffsetRange): boolean {
  const at = BigInt(offset);
  return (
    topic === range.topic &&
    partition === range.partition &&
    at >= BigInt(range.from) &&
    at < BigInt(range.to)
  );
}
