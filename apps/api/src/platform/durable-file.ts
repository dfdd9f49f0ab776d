import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncDirectory } from '../event-log/embedded/file-check.js';

/**
 * Writes a small file whole or not at all, also across a power cut: under another name first, which takes the place of
 * the file once its content is on the disk. One writer at a time.
 *
 * @throws the file system's error; the file then is as it was
 */
export async function writeDurably(file: string, content: string): Promise<void> {
  await writeFile(`${file}.new`, content, { flush: true });
  await rename(`${file}.new`, file);
  syncDirectory(dirname(file));
}
