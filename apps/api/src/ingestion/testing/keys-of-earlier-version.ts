import { join } from 'node:path';
import { open } from 'lmdb';
import { Pseudonyms } from '../pseudonyms.js';

/** The directory of candidate keys as a version without marks leaves it: created where it is missing. */
export async function keysOfEarlierVersion(dataDirectory: string): Promise<void> {
  const directory = join(dataDirectory, 'candidate-keys');
  await new Pseudonyms(directory).onApplicationShutdown();
  const root = open({ path: join(directory, 'keys.mdb'), noSubdir: true, overlappingSync: false, maxDbs: 4 });
  const meta = root.openDB<Buffer, string>({ name: 'meta', encoding: 'binary' });
  await meta.remove('unmarked-settled');
  await root.openDB({ name: 'unmarked', encoding: 'string' }).clearAsync();
  await root.close();
}
