import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { noInheritedLookup } from './scripts/lint/no-inherited-lookup.mjs';

/** Who may import whom: each project only itself and what is listed here. */
export const BOUNDARIES = [
  { sourceTag: 'scope:domain', onlyDependOnLibsWithTags: ['scope:domain'] },
  { sourceTag: 'scope:embedded-clickhouse', onlyDependOnLibsWithTags: ['scope:embedded-clickhouse'] },
  { sourceTag: 'scope:api', onlyDependOnLibsWithTags: ['scope:domain', 'scope:embedded-clickhouse'] },
  { sourceTag: 'scope:dashboard', onlyDependOnLibsWithTags: ['scope:domain'] },
  { sourceTag: 'scope:e2e', onlyDependOnLibsWithTags: ['scope:domain', 'scope:embedded-clickhouse'] },
  { sourceTag: 'scope:attack', onlyDependOnLibsWithTags: ['scope:attack'] },
  { sourceTag: 'scope:chaos', onlyDependOnLibsWithTags: ['scope:domain', 'scope:embedded-clickhouse'] },
];

/** The domain is pure: besides itself it knows zod and, for zone rules, the Temporal polyfill. */
const DOMAIN_IMPORTS = '^(\\.|zod$|temporal-polyfill$)';

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/dist-types/**',
      '**/coverage/**',
      '**/node_modules/**',
      'data/**',
      '.cache/**',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.{ts,tsx}'] })),
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { enforceBuildableLibDependency: false, allow: [], depConstraints: BOUNDARIES },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['apps/*/src/**/*.{ts,tsx}', 'libs/*/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/*.spec.tsx', '**/testing/**'],
    plugins: { hearback: { rules: { 'no-inherited-lookup': noInheritedLookup } } },
    rules: { 'hearback/no-inherited-lookup': 'error' },
  },
  {
    files: ['**/*.spec.ts', '**/*.spec.tsx', '**/e2e/**', '**/testing/**'],
    rules: { 'max-lines': ['error', { max: 450, skipBlankLines: true, skipComments: true }] },
  },
  {
    // emitDecoratorMetadata needs the classes at run time, so Nest's constructors import values.
    files: ['apps/api/src/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: ['libs/domain/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: `^(?!${DOMAIN_IMPORTS.slice(1)})`, message: 'libs/domain is pure.' }] },
      ],
    },
  },
  {
    files: ['apps/api/src/**/*.ts'],
    ignores: ['apps/api/src/event-log/kafka/kafka-client.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'kafkajs', message: 'kafkajs has one door: event-log/kafka/kafka-client.ts.' }] },
      ],
    },
  },
  { files: ['apps/dashboard/**/*.{ts,tsx}'], ...reactHooks.configs.flat['recommended-latest'] },
  { files: ['**/*.mjs', '**/*.cjs', '**/*.js'], languageOptions: { globals: globals.node } },
);
