import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { parseOrganisation } from '../organisation.js';
import { organisationJsonSchema, type JsonSchema } from './json-schema.js';

const read = (path: string): string =>
  readFileSync(new URL(`../../../../../${path}`, import.meta.url), 'utf8');

const page = read('docs/configuration.md');
const example = /^```yaml\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? '';

/** The keys of a schema as the page writes them; those of `leaves` are told as one. */
function keysOf(schema: JsonSchema, leaves: readonly string[], path = ''): string[] {
  const below = Object.entries(schema.properties ?? {}).map(([key, of]) => [path + key, of] as const);
  if (below.length === 0 && typeof schema.additionalProperties === 'object') {
    const name = path === 'teams.' ? '<id>' : '<name>';
    below.push([`${path}${name}`, schema.additionalProperties]);
  }
  return below.flatMap(([key, of]) => {
    const further = leaves.some((leaf) => key.endsWith(leaf)) ? [] : keysOf(of, leaves, `${key}.`);
    return further.length === 0 ? [key] : further;
  });
}

describe('docs/configuration.md', () => {
  it('has an example that can be used', () => {
    expect(parseOrganisation(example, 'docs/configuration.md')).toMatchObject({
      timeZone: 'Europe/Berlin',
      teams: { payments: { dueBusinessDays: { stages: { Onsite: { response: 1 } } } } },
    });
  });

  it('lists every key, and no other', () => {
    const [, table = ''] = /^## Every key\n\n.*\n.*\n((?:\|.*\n)+)/m.exec(page) ?? [];
    const listed = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, key]) => key);
    const together = ['week', 'dueBusinessDays', 'weights', 'bands', 'sources'];
    expect(listed).toEqual(keysOf(organisationJsonSchema(), together));
  });
});

describe('hearback.config.schema.json', () => {
  const published = JSON.parse(read('hearback.config.schema.json')) as object;
  const ajv = new Ajv({ allErrors: true });
  addFormats.default(ajv);
  const validate: ValidateFunction = ajv.compile(published);
  const isValid = (yaml: string): boolean => validate(parse(yaml));

  it('is what the code says; else: npm run config:schema', () => {
    expect(published).toEqual(organisationJsonSchema());
  });

  it('takes the example, and an empty file', () => {
    expect(isValid(example)).toBe(true);
    expect(isValid('{}')).toBe(true);
  });

  it.each([
    'timezone: UTC',
    'teams: { a: { calender: x } }',
    'calendars: { a: { timeZone: UTC, week: { monday: [] } } }',
    'calendars: { a: { timeZone: UTC, week: { mon: ["9-17"] } } }',
    'calendars: { a: { timeZone: UTC, holidays: [25.12.2026] } }',
    'dueBusinessDays: { response: 0 }',
    'health: { weights: { cnps: -1 } }',
  ])('refuses %s', (yaml) => {
    expect(isValid(yaml)).toBe(false);
  });
});
