import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILD = 'npx tsc -b apps/api';
const PLACE = 'ingestion/import/worker';

/**
 * The compiled program of the worker thread. Node runs no TypeScript, so also a service that runs from sources (tests
 * do) starts it from `dist`.
 *
 * @throws Error naming the file and the command that builds it, when it is missing or older than its sources
 */
export function workerEntry(): string {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const [, root = ''] = /^(.*[/\\]api[/\\])(?:src|dist)[/\\]/.exec(here) ?? [];
  const entry = join(root, 'dist', PLACE, 'worker-main.js');
  if (!existsSync(entry))
    throw new Error(`The import's worker is not built: ${entry} is missing. Run: ${BUILD}`);
  const sources = join(root, 'src', PLACE, '..');
  if (here.startsWith(join(root, 'src')) && newest(sources) > builtAt(root))
    throw new Error(
      `The build of the import's worker is older than its sources in ${sources}. Run: ${BUILD}`,
    );
  return entry;
}

/** When the last build ended: it rewrites this file also where nothing that it emits has changed. */
function builtAt(root: string): number {
  return statSync(join(root, 'dist', '.tsbuildinfo')).mtimeMs;
}

/** When a file below the directory was last changed, in ms; tests don't count. */
function newest(directory: string): number {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile() && !file.name.includes('.spec.'))
    .reduce((latest, file) => Math.max(latest, statSync(join(file.parentPath, file.name)).mtimeMs), 0);
}
