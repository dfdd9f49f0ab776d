import { levels, preset } from './jest.preset.mjs';

const project = (name, root) => ({
  ...preset,
  ...levels.int,
  displayName: `${name} (real parts)`,
  rootDir: root,
});

export default {
  testTimeout: 120_000,
  projects: [
    project('domain', 'libs/domain'),
    project('embedded-clickhouse', 'libs/embedded-clickhouse'),
    project('api', 'apps/api'),
  ],
};
