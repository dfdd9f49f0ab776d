import type { Database, RootDatabase } from 'lmdb';

const DIGEST_BYTES = 16;
/** LMDB rewrites a page for each entry that comes into it, and entries of a batch lie far apart. */
const PAGE_BYTES = 4096;

/**
 * Which identities the log holds, and with what content: beside the records in the same file, and written in the same
 * transaction, so that the two never differ.
 */
export class IdentityIndex {
  readonly #entries: Database<Buffer, Buffer>;
  /** How many records, from the first on, are in the index. */
  readonly #progress: Database<number, string>;

  constructor(root: RootDatabase) {
    this.#entries = root.openDB({ name: 'identities', keyEncoding: 'binary', encoding: 'binary' });
    this.#progress = root.openDB({ name: 'meta', encoding: 'json' });
  }

  /** Bytes of the file that writing so many entries may take. */
  static roomFor(entries: number): number {
    return entries * PAGE_BYTES;
  }

  /** The content of those of these keys that are known. */
  contentOf(keys: readonly string[]): Map<string, string> {
    const known = new Map<string, string>();
    this.#entries.resetReadTxn();
    for (const key of keys) {
      const content = this.#entries.get(digestOf(key));
      if (content !== undefined) known.set(key, content.toString('base64'));
    }
    return known;
  }

  /** Within a transaction, or a condition, of the caller's. */
  put(entries: ReadonlyMap<string, string>): void {
    // In their order: entries of one page are written together.
    const sorted = [...entries].map(([key, content]) => [digestOf(key), digestOf(content)] as const);
    sorted.sort(([a], [b]) => Buffer.compare(a, b));
    for (const [key, content] of sorted) void this.#entries.put(key, content);
  }

  get indexed(): bigint {
    this.#progress.resetReadTxn();
    return BigInt(this.#progress.get('indexed') ?? 0);
  }

  /** Within a transaction, or a condition, of the caller's. */
  putIndexed(records: bigint): void {
    void this.#progress.put('indexed', Number(records));
  }

  /** Reads every entry, as a file that was cut off demands. */
  check(): void {
    for (const { value } of this.#entries.getRange())
      if (value.length !== DIGEST_BYTES) throw new Error('bad entry');
  }
}

function digestOf(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== DIGEST_BYTES) throw new Error(`"${base64}" is no digest of ${DIGEST_BYTES} bytes.`);
  return bytes;
}
