import { fileURLToPath } from 'node:url';
import { levels, preset } from './jest.preset.mjs';

// The whole thing as it is started by `npm start`: a process, a real browser, a real broker. Two files at a time, on
// any machine: most of a file is waiting.
export default {
  ...preset,
  ...levels.e2e,
  rootDir: 'e2e',
  globalSetup: fileURLToPath(new URL('e2e/jest.setup.mjs', import.meta.url)),
  globalTeardown: fileURLToPath(new URL('e2e/jest.teardown.mjs', import.meta.url)),
  // So that what hangs ends at last; how long a test takes on a busy machine says nothing.
  testTimeout: 600_000,
  maxWorkers: 2,
  testSequencer: fileURLToPath(new URL('jest.longest-first.mjs', import.meta.url)),
};
