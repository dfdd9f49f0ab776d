import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './waiting.js';

const CHUNK = Buffer.alloc(256 * 1024);

/**
 * A file system of its own, in memory, in a namespace of its own: it needs no rights, and is gone with the process that
 * holds it, however that ends.
 */
export class SmallDisk {
  readonly #held: string;

  private constructor(
    /** Where those see it that run {@link through} it. */
    readonly directory: string,
    private readonly holder: ChildProcess,
  ) {
    this.#held = `/proc/${holder.pid}/root${directory}`;
  }

  /** @throws Error where this machine makes no namespaces (`unshare` and `nsenter` of util-linux, on Linux) */
  static async make(mebibytes: number): Promise<SmallDisk> {
    const directory = await mkdtemp(join(tmpdir(), 'hearback-small-disk-'));
    // Those who see it work there; whoever starts them has to find the same folder.
    await mkdir(join(directory, 'data'));
    const script = `mount -t tmpfs -o size=${mebibytes}m none "$0" && mkdir "$0/data" && echo mounted && exec cat`;
    const holder = spawn('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', script, directory], {
      // Its input ends with this process, and with that the holder.
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let said = '';
    holder.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until('a small disk', () => {
      if (holder.exitCode !== null) throw new Error('A small disk needs unshare and mount, which failed.');
      return said.includes('mounted');
    });
    return new SmallDisk(directory, holder);
  }

  /** A program that runs what follows where the disk is to be seen. */
  get through(): readonly string[] {
    return ['nsenter', '--user', '--mount', '--preserve-credentials', '--target', String(this.holder.pid)];
  }

  /** Below {@link directory}, as those see it. */
  get data(): string {
    return join(this.directory, 'data');
  }

  get freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.#held);
    return bavail * bsize;
  }

  /** Fills it up, as fast as it goes, until so much is left. */
  fill(leaveBytes: number): void {
    const file = openSync(join(this.#held, 'fill'), 'a');
    try {
      for (let left = this.freeBytes; left > leaveBytes; left = this.freeBytes)
        writeSync(file, CHUNK.subarray(0, Math.min(CHUNK.length, left - leaveBytes)));
    } catch (error) {
      // Somebody else took the rest.
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(join(this.#held, 'fill'), { force: true });
  }

  /** A copy of the data, outside. */
  async copy(): Promise<string> {
    const to = await mkdtemp(join(tmpdir(), 'hearback-small-disk-copy-'));
    const { status, stderr } = spawnSync('cp', ['-a', `${this.#held}/data/.`, to], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`The data could not be copied: ${stderr}`);
    return to;
  }

  async dispose(): Promise<void> {
    this.holder.kill('SIGKILL');
    await rm(this.directory, { recursive: true, force: true });
  }
}
