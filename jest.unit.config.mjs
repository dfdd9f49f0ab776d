import { levels, preset } from './jest.preset.mjs';

const project = (name, root, extra = {}) => ({
  ...preset,
  ...levels.unit,
  displayName: name,
  rootDir: root,
  ...extra,
});

export default {
  // By default Jest leaves one core to itself, which on two cores is half of them.
  maxWorkers: '100%',
  // Jest keeps modules of files that are done. A worker with hundreds of megabytes of them ran the simulation of deliveries
  // seven times slower than a new one.
  workerIdleMemoryLimit: '400MB',
  projects: [
    project('domain', 'libs/domain'),
    project('embedded-clickhouse', 'libs/embedded-clickhouse'),
    project('api', 'apps/api'),
    project('dashboard', 'apps/dashboard', {
      testEnvironment: 'jsdom',
      testEnvironmentOptions: { customExportConditions: ['@hearback/source', 'browser', 'default'] },
    }),
  ],
};
