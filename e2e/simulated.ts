import { cp, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Ended,
  eventually,
  removeDirectory,
  spawnHearback,
  startHearback,
  temporaryDirectory,
  type HearbackProcess,
} from './hearback-process.js';

/**
 * A service with the made-up history of an organisation of twelve teams, which ends now. The first test that asks for it
 * records it; all others get a copy of that one's data directory.
 */
export async function startSimulated(
  environment: Readonly<Record<string, string>> = {},
): Promise<HearbackProcess> {
  const directory = await temporaryDirectory();
  await cp(await recorded(), directory, { recursive: true });
  const hearback = await startHearback({ directory, environment });
  await hearback.settled();
  return hearback;
}

/** So that what hangs ends at last. */
const LIMIT_MS = 600_000;

/** Where the history of this run of Jest is kept. */
async function recorded(): Promise<string> {
  const shared = process.env['HEARBACK_TEST_SIMULATED'];
  if (shared === undefined) throw new Error("Jest's global set-up has not run.");
  const [made, failed] = [join(shared, 'made'), join(shared, 'failed')];
  const isFirst = await mkdir(join(shared, 'begun')).then(
    () => true,
    () => false,
  );
  if (isFirst) {
    try {
      await rename(await record(), made);
    } catch (error) {
      await writeFile(failed, String(error));
      throw error;
    }
  }
  await eventually(async () => {
    const why = await readFile(failed, 'utf8').catch(() => undefined);
    if (why !== undefined) throw new Ended(why);
    await stat(made);
  }, LIMIT_MS);
  return made;
}

async function record(): Promise<string> {
  const hearback = await startHearback();
  // Answers once the store has its schema.
  await hearback.get('/api/v1/organisation');
  const simulate = spawnHearback(['simulate', '--teams', '12', '--weeks', '26', '--seed', '1'], {
    HEARBACK_URL: hearback.url,
  });
  const code = await simulate.exited();
  if (code === 0) await hearback.settled();
  await hearback.end();
  if (code === 0) return hearback.directory;
  await removeDirectory(hearback.directory);
  throw new Error(simulate.output());
}
