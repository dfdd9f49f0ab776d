// Proves that the rules about who may import whom bite: each of these imports must be refused, or allowed, by the
// very configuration that lints the project. (A boundary rule without tags, or with a graph that is stale, lets
// everything pass in silence.)
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const BOUNDARIES = '@nx/enforce-module-boundaries';
const RESTRICTED = 'no-restricted-imports';

const CASES = [
  ['libs/domain/src/fixture.ts', '@hearback/embedded-clickhouse', BOUNDARIES],
  ['libs/domain/src/fixture.ts', '@hearback/api', BOUNDARIES],
  ['libs/domain/src/fixture.ts', 'node:fs', RESTRICTED],
  ['libs/domain/src/fixture.ts', '@nestjs/common', RESTRICTED],
  ['libs/domain/src/fixture.ts', 'zod', undefined],
  ['libs/embedded-clickhouse/src/fixture.ts', '@hearback/domain', BOUNDARIES],
  ['apps/dashboard/src/fixture.ts', '@hearback/api', BOUNDARIES],
  ['apps/dashboard/src/fixture.ts', '@hearback/embedded-clickhouse', BOUNDARIES],
  ['apps/dashboard/src/fixture.ts', '@hearback/domain/metrics', undefined],
  ['apps/api/src/fixture.ts', '@hearback/dashboard', BOUNDARIES],
  ['apps/api/src/fixture.ts', 'kafkajs', RESTRICTED],
  ['apps/api/src/event-log/kafka/kafka-client.ts', 'kafkajs', undefined],
  ['apps/api/src/fixture.ts', '@hearback/domain', undefined],
];

const eslint = new ESLint({
  // The fixtures exist only here, so nothing can be known of their types.
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    { languageOptions: { parserOptions: { projectService: false, project: null } } },
    { files: ['**/*.ts'], rules: { 'hearback/no-inherited-lookup': 'off' } },
  ],
});

let failures = 0;
for (const [filePath, imported, expected] of CASES) {
  const [result] = await eslint.lintText(`import * as it from '${imported}';\nconsole.log(it);\n`, {
    filePath,
  });
  const found = result.messages
    .map(({ ruleId }) => ruleId)
    .filter((rule) => rule === BOUNDARIES || rule === RESTRICTED);
  const holds = expected === undefined ? found.length === 0 : found.includes(expected);
  if (holds) continue;
  failures += 1;
  console.error(
    `${filePath} importing ${imported}: expected ${expected ?? 'no complaint'}, got ${found.join(', ') || 'none'}`,
  );
}
console.error(
  failures === 0
    ? `${CASES.length} import fixtures judged as they must be`
    : `${failures} fixtures misjudged`,
);
process.exit(failures === 0 ? 0 : 1);
