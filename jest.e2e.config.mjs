import { levels, preset } from './jest.preset.mjs';

// The whole thing as it is started by `npm start`: a process, a real browser, a real broker. One file at a time.
export default {
  ...preset,
  ...levels.e2e,
  rootDir: 'e2e',
  testTimeout: 180_000,
  maxWorkers: 1,
};
