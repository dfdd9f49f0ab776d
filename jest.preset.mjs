// One transform and one resolution for every project: TypeScript through swc in native ESM mode, workspace
// packages from their sources (the '@hearback/source' export condition).
export const preset = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@hearback/source', 'node', 'default'] },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true, decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
};

/** Both libraries and the dashboard have the same two levels; the API adds e2e. */
export const levels = {
  unit: { testRegex: '(?<!\\.int)\\.spec\\.tsx?$' },
  int: { testRegex: '\\.int\\.spec\\.ts$' },
  e2e: { testRegex: '\\.e2e\\.spec\\.ts$' },
};
