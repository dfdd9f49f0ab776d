import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const MEGABYTES = 768;

/** Where a disk is mounted that has not been removed yet: a harness that is ended early must not leave it so. */
const mounted = new Set<string>();
process.once('exit', () => {
  for (const path of mounted) spawnSync('umount', ['--lazy', path]);
});

/** A small disk: a file system of its own in a file, whose content can be copied as a disk would have it. */
export class DiskImage {
  private constructor(
    private readonly file: string,
    /** Where it is mounted. */
    readonly path: string,
  ) {}

  /** Why there can be none here; `undefined` where there can. */
  static whyNot(): string | undefined {
    if (process.geteuid?.() !== 0) return 'mounting needs root';
    for (const program of ['mkfs.ext4', 'mount', 'umount'])
      if (spawnSync(program, ['--version']).error !== undefined) return `the program ${program} is missing`;
    const { status, stderr } = spawnSync('losetup', ['--find'], { encoding: 'utf8' });
    return status === 0 ? undefined : `no loop device: ${stderr.trim()}`;
  }

  /** A new ext4, mounted. */
  static create(directory: string, name: string): DiskImage {
    const image = new DiskImage(join(directory, `${name}.img`), join(directory, name));
    execFileSync('truncate', ['-s', `${MEGABYTES}M`, image.file]);
    execFileSync('mkfs.ext4', ['-q', '-F', image.file]);
    image.#mount();
    return image;
  }

  /**
   * What is on the disk at this moment, and nothing that only the page cache of its file system holds, as a disk of its
   * own. Whoever writes to the first one must have been stopped.
   */
  copy(directory: string, name: string): DiskImage {
    const image = new DiskImage(join(directory, `${name}.img`), join(directory, name));
    execFileSync('cp', ['--sparse=always', this.file, image.file]);
    image.#mount();
    return image;
  }

  /** Nothing may have a file of it open any more. */
  remove(): void {
    if (mounted.delete(this.path)) execFileSync('umount', ['--lazy', this.path]);
    rmSync(this.file, { force: true });
    rmSync(this.path, { recursive: true, force: true });
  }

  #mount(): void {
    mkdirSync(this.path, { recursive: true });
    execFileSync('mount', ['-o', 'loop', this.file, this.path]);
    mounted.add(this.path);
  }
}
