import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { syncDirectory } from '../event-log/embedded/file-check.js';
import { writeDurably } from './durable-file.js';
import { ConfigurationError } from './environment.js';

/** Raised when an older Hearback could no longer read what is in the directory. */
const FORMAT = 1;

/** The one folder in which a service keeps everything; it belongs to one running process at a time. */
export interface DataDirectory {
  readonly path: string;
  release(): Promise<void>;
}

/**
 * Takes the directory for this process, creating it where it is missing.
 * @throws ConfigurationError naming the directory and the remedy: in use, not writable, of a newer version
 */
export async function takeDataDirectory(path: string): Promise<DataDirectory> {
  try {
    await makeDirectory(path);
    const ownerFile = join(path, 'owner.json');
    await claim(path, ownerFile);
    const release = (): Promise<void> => rm(ownerFile, { force: true });
    try {
      await checkFormat(path);
    } catch (error) {
      await release();
      throw error;
    }
    return { path, release };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof ConfigurationError) throw error;
    throw new ConfigurationError(
      `The data directory ${path} can't be used (${(error as Error).message}). Make it writable, or name another one with HEARBACK_DATA.`,
    );
  }
}

/** TRICKY: Node's own `recursive` tries for ever where the parent is there but takes no directory, as in /proc. */
async function makeDirectory(path: string): Promise<void> {
  if (existsSync(path)) return;
  if (!existsSync(dirname(path))) await makeDirectory(dirname(path));
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  syncDirectory(dirname(path));
}

async function checkFormat(path: string): Promise<void> {
  const file = join(path, 'format.json');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  // Without content: versions that did not wait for the disk left it so when the power was cut at a first start.
  if (text === undefined || /^\0*$/.test(text)) {
    await writeDurably(file, `${JSON.stringify({ format: FORMAT })}\n`);
    return;
  }
  const { format } = parsed<{ format: number }>(text) ?? {};
  if (format === undefined)
    throw new ConfigurationError(`${file} is damaged; expected {"format":${FORMAT}}.`);
  if (format > FORMAT) {
    throw new ConfigurationError(
      `The data directory ${path} was written by a newer version of Hearback (format ${format}, this version knows ${FORMAT}). Start that version, or name another directory with HEARBACK_DATA.`,
    );
  }
}

interface Owner {
  readonly pid: number;
  /** Tells a process from a later one that got the same number. */
  readonly bornAt: string | null;
}

async function claim(path: string, ownerFile: string): Promise<void> {
  const own = `${JSON.stringify({ pid: process.pid, bornAt: birthOf(process.pid) })}\n`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await writeFile(ownerFile, own, { flag: 'wx', flush: true });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw error;
    }
    const owner = parsed<Owner>(await readFile(ownerFile, 'utf8').catch(() => ''));
    if (owner !== undefined && isRunning(owner)) {
      throw new ConfigurationError(
        `The data directory ${path} is in use by process ${owner.pid}. Stop that Hearback, or name another directory with HEARBACK_DATA.`,
      );
    }
    // Left behind by a process that was killed.
    await rm(ownerFile, { force: true });
  }
}

function isRunning({ pid, bornAt }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return bornAt === null || birthOf(pid) === bornAt;
}

/** Start time of a process as Linux keeps it, in ticks since boot; elsewhere unknown. */
function birthOf(pid: number): string | null {
  try {
    // Field 22; the name in parentheses before it may hold spaces.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function parsed<T>(json: string): (Partial<T> & T) | undefined {
  try {
    return JSON.parse(json) as Partial<T> & T;
  } catch {
    return undefined;
  }
}
