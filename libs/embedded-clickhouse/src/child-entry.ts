import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILD = 'npx tsc -b libs/embedded-clickhouse';

/**
 * The compiled program of the child process. Node runs no TypeScript, so also a parent that runs from sources
 * (tests do) starts the child from `dist`.
 *
 * @throws Error naming the file and the command that builds it, when it is missing or older than its sources
 */
export function childEntry(here: string = fileURLToPath(new URL('.', import.meta.url))): string {
  const packageRoot = join(here, '..');
  const entry = join(packageRoot, 'dist', 'child', 'main.js');
  if (!existsSync(entry)) {
    throw new Error(`The embedded ClickHouse is not built: ${entry} is missing. Run: ${BUILD}`);
  }
  const sources = join(packageRoot, 'src');
  const runsFromSources = here.replace(/[/\\]$/, '') === sources;
  if (runsFromSources && newest(sources) > newest(join(packageRoot, 'dist'))) {
    throw new Error(`The embedded ClickHouse's build is older than its sources in ${sources}. Run: ${BUILD}`);
  }
  return entry;
}

/** When a file below the directory was last changed, in ms; tests and what they use don't count. */
function newest(directory: string): number {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile() && !/\.spec\.|[/\\]testing\b/.test(join(file.parentPath, file.name)))
    .reduce((latest, file) => Math.max(latest, statSync(join(file.parentPath, file.name)).mtimeMs), 0);
}
