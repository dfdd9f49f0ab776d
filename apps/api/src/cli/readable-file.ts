import { access, constants, stat } from 'node:fs/promises';
import { WrongUse } from './failure.js';

/** @throws WrongUse unless there is a file of that name that can be read; a folder is none */
export async function assertReadable(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
    if (!(await stat(file)).isDirectory()) return;
  } catch {
    // Told below.
  }
  throw new WrongUse(`There is no file ${file}, or it can't be read.`);
}
