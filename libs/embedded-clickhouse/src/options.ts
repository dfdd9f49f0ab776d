import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, realpathSync, statSync } from 'node:fs';
import { totalmem } from 'node:os';
import { resolve } from 'node:path';
import { completeReaderLimits, type ReaderLimits } from './reader-limits.js';

export interface EmbeddedClickHouseOptions {
  /** Where the engine keeps its data; created when missing, owned by one process at a time. */
  readonly dataDirectory: string;
  /** Only loopback: the interface is plain HTTP. */
  readonly host?: '127.0.0.1';
  /** TCP port; 0 or nothing takes a free one. */
  readonly port?: number;
  /** Of the user `default`; random when left out. */
  readonly password?: string;
  /** What the engine may use as a whole, in bytes; half of the memory when left out. At least 256 MiB. */
  readonly memoryLimitBytes?: number;
  /**
   * What requests with `role=reader` may do, as grants without the word GRANT, like `SELECT ON shop.orders`; such a
   * request may do nothing else. Left out, it may read nothing but constants.
   */
  readonly readerGrants?: readonly string[];
  /**
   * Free space on the file system of the data directory that inserts and merges leave alone, in bytes: they fail (243)
   * or wait where they would leave less. Left out: 0.
   */
  readonly keepFreeBytes?: number;
  /** What such requests may take of the engine; see {@link ReaderLimits} for the defaults. */
  readonly readerLimits?: Partial<ReaderLimits>;
  /** Is told when the engine's process has ended by itself (`begun`), and when another one answers (`done`). */
  readonly onRestart?: (stage: 'begun' | 'done') => void;
  /** Receives the child's output and what happens to it, line by line. */
  readonly log?: (line: string) => void;
}

export type CompleteOptions = Required<EmbeddedClickHouseOptions> & { readonly readerLimits: ReaderLimits };

/** Goes into a file of XML: nothing in it may have a meaning there. */
const GRANT = /^SELECT ON \w+\.\w+$/;
const LEAST_MEMORY = 256 * 1024 * 1024;

/**
 * Fills in the defaults and checks every value.
 *
 * @throws Error that names the option and what it may be
 */
export function completeOptions(options: EmbeddedClickHouseOptions): CompleteOptions {
  const {
    dataDirectory,
    host = '127.0.0.1',
    port = 0,
    password = randomBytes(24).toString('base64url'),
    readerGrants = [],
    keepFreeBytes = 0,
  } = options;
  const memoryLimitBytes =
    options.memoryLimitBytes ?? Math.max(LEAST_MEMORY, Math.floor(availableMemory() / 2));
  const problems: string[] = [];
  if (typeof dataDirectory !== 'string' || dataDirectory === '') {
    problems.push('dataDirectory must be the path of a directory');
  }
  if (host !== '127.0.0.1')
    problems.push(`host must be 127.0.0.1, not ${String(host)}: the interface is plain HTTP`);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    problems.push(`port must be a whole number from 0 (any free one) to 65535, not ${port}`);
  }
  if (password === '') problems.push('password must not be empty: leave it out for a random one');
  if (!Number.isInteger(memoryLimitBytes) || memoryLimitBytes < LEAST_MEMORY) {
    problems.push(
      `memoryLimitBytes must be a whole number of at least ${LEAST_MEMORY}, not ${memoryLimitBytes}`,
    );
  }
  if (!Number.isSafeInteger(keepFreeBytes) || keepFreeBytes < 0)
    problems.push(`keepFreeBytes must be a whole number from 0, not ${keepFreeBytes}`);
  for (const grant of readerGrants) {
    if (!GRANT.test(grant))
      problems.push(`readerGrants must be like "SELECT ON shop.orders", not "${grant}"`);
  }
  const [readerLimits, wrongLimits] = completeReaderLimits(options.readerLimits);
  problems.push(...wrongLimits);
  if (problems.length > 0) throw new Error(`Embedded ClickHouse: ${problems.join('; ')}`);
  return {
    dataDirectory: resolve(dataDirectory),
    host,
    port,
    password,
    memoryLimitBytes,
    readerGrants,
    keepFreeBytes,
    readerLimits,
    onRestart: options.onRestart ?? ignore,
    log: options.log ?? ignore,
  };
}

/**
 * Creates the data directory.
 *
 * TRICKY: the engine expands `*`, `?` and `{}` in the whole path of a file it reads, also of one named relative to the
 * working directory. Below `data {a,b}` it finds no file, and an insert succeeds with 0 rows.
 *
 * @throws Error that names the directory and the remedy when it can't be created or written to, or has such characters
 */
export function prepareDirectory(directory: string): void {
  let path: string;
  try {
    mkdirSync(directory, { recursive: true });
    if (!statSync(directory).isDirectory()) throw new Error('it is not a directory');
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    path = realpathSync(directory);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Embedded ClickHouse: the data directory ${directory} can't be used (${reason}). ` +
        `Give the user that runs this process the right to write there, or choose another dataDirectory.`,
      { cause: error },
    );
  }
  if (/[*?{}]/.test(path)) {
    throw new Error(
      `Embedded ClickHouse: the data directory ${path} can't be used: the engine takes * ? { } in a path for patterns. ` +
        `Choose another dataDirectory, without these characters in any part of its path.`,
    );
  }
}

function availableMemory(): number {
  // A container's limit, when there is one.
  const constrained = process.constrainedMemory();
  return constrained > 0 && constrained < totalmem() ? constrained : totalmem();
}

function ignore(): void {
  // Nobody asked for it.
}
