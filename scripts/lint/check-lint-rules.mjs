// Proves that the project's own lint rule finds what it is for, and that the configuration has it switched on where a name may
// come from outside.
import { ESLint, RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { ROOT } from '../install.mjs';
import { noInheritedLookup } from './no-inherited-lookup.mjs';

const RULE = 'hearback/no-inherited-lookup';

const RECORD = 'declare const record: Record<string, number>; declare const name: string;';
const errors = [{ messageId: 'inherited' }];

const VALID = [
  // Texts that are known one by one.
  `${RECORD} record['constructor'];`,
  `${RECORD} declare const kind: 'a' | 'b'; record[kind];`,
  `const table = { a: 1, b: 2 } as const; declare const kind: keyof typeof table; table[kind];`,
  `function pick<T extends object, K extends keyof T>(from: T, key: K): T[K] { return from[key]; }`,
  // Numbers, and what has no index signature.
  `declare const list: string[]; declare const index: number; list[index];`,
  `declare const byNumber: Record<number, string>; declare const index: number; byNumber[index];`,
  // Nothing is inherited.
  `declare const map: Map<string, number>; declare const name: string; map.get(name);`,
  // Asked before.
  `${RECORD} Object.hasOwn(record, name) ? record[name] : undefined;`,
  `${RECORD} if (name !== '' && Object.hasOwn(record, name)) { console.log(record[name]); }`,
  `${RECORD} Object.hasOwn(record, name) && record[name]! > 1;`,
  `${RECORD} Object.hasOwn(record, name);`,
  `const { a } = { a: 1 };`,
];

const INVALID = [
  `${RECORD} record[name];`,
  `${RECORD} record?.[name];`,
  `declare const record: Record<string, number> | undefined; declare const name: string; record?.[name];`,
  `${RECORD} record[name] = 1;`,
  `${RECORD} record[name.toLowerCase()];`,
  `${RECORD} const { [name]: value, ...rest } = record; console.log(value, rest);`,
  `${RECORD} console.log(name in record);`,
  `declare const name: string; const table = { a: 1 }; console.log(name in table);`,
  `declare const table: { [name: string]: string; known: string }; declare const name: string; table[name];`,
  `type Id = string & { readonly is: 'id' }; declare const id: Id; declare const record: Record<string, 1>; record[id];`,
  `declare const key: PropertyKey; declare const record: Record<string, 1>; record[key as string | number];`,
  `function at<K extends string>(record: Record<string, 1>, key: K) { return record[key]; }`,
  `function at<R extends Record<string, 1>>(record: R, key: string) { return record[key]; }`,
  `declare const name: string; console.log(process.env[name]);`,
  // Asked about another name or another object, or the other way round.
  `${RECORD} declare const other: string; Object.hasOwn(record, other) ? record[name] : undefined;`,
  `${RECORD} Object.hasOwn({}, name) ? record[name] : undefined;`,
  `${RECORD} Object.hasOwn(record, name) ? undefined : record[name];`,
  `${RECORD} !Object.hasOwn(record, name) && record[name];`,
  `${RECORD} Object.hasOwn(record, name) || record[name];`,
  `${RECORD} if (Object.hasOwn(record, name) || name === 'a') { console.log(record[name]); }`,
  `${RECORD} if (Object.hasOwn(record, name)) { console.log(name); } else { console.log(record[name]); }`,
];

const tester = new RuleTester({
  languageOptions: {
    parser: tseslint.parser,
    parserOptions: {
      projectService: { allowDefaultProject: ['*.ts'], defaultProject: 'tsconfig.base.json' },
      tsconfigRootDir: ROOT,
    },
  },
});
tester.run(RULE, noInheritedLookup, {
  valid: VALID.map((code) => ({ code, filename: 'case.ts' })),
  invalid: INVALID.map((code) => ({ code, filename: 'case.ts', errors })),
});

/** Files as they are, with one line more that the rule must refuse or, in tests, let through. */
const CONFIGURED = [
  ['apps/api/src/platform/version.ts', true],
  ['apps/api/src/platform/roles.spec.ts', false],
  ['apps/dashboard/src/pages/why/counted.ts', true],
  ['apps/dashboard/src/pages/why/counted.spec.ts', false],
  ['libs/domain/src/events/fields.ts', true],
  ['libs/domain/src/testing/builders.ts', false],
  ['libs/embedded-clickhouse/src/child/request.ts', true],
];
const LOOKUP = 'export const found = (names: Record<string, string>, name: string) => names[name];\n';

const eslint = new ESLint({ cwd: ROOT });
for (const [filePath, isRefused] of CONFIGURED) {
  const [result] = await eslint.lintText(LOOKUP, { filePath });
  const isFound = result.messages.some(({ ruleId }) => ruleId === RULE);
  if (isFound === isRefused) continue;
  const found = result.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`).join('\n');
  console.error(`${filePath}: ${RULE} ${isRefused ? 'must refuse' : 'must let through'} ${LOOKUP}${found}`);
  process.exitCode = 1;
}
if (process.exitCode === undefined)
  console.error(
    `${VALID.length + INVALID.length} cases and ${CONFIGURED.length} files as the lint rule must find them`,
  );
