import { fileURLToPath } from 'node:url';
import { levels, preset } from './jest.preset.mjs';

// The engine runs in a child process and imports in threads, both from compiled files.
const builds = {
  engine: fileURLToPath(new URL('libs/embedded-clickhouse/jest.build.mjs', import.meta.url)),
  api: fileURLToPath(new URL('apps/api/jest.store.mjs', import.meta.url)),
};

const project = (name, root, globalSetup = builds.engine) => ({
  ...preset,
  ...levels.int,
  displayName: `${name} (real parts)`,
  globalSetup,
  rootDir: root,
});

export default {
  // So that what hangs ends at last; how long a test takes on a busy machine says nothing.
  testTimeout: 600_000,
  // Two files at a time, on any machine: much of a file is waiting for the engine and the broker.
  maxWorkers: 2,
  projects: [
    project('domain', 'libs/domain'),
    project('embedded-clickhouse', 'libs/embedded-clickhouse'),
    project('api', 'apps/api', builds.api),
  ],
};
