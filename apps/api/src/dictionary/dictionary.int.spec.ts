import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { format } from 'prettier';
import { startTestStore, type TestStore } from '../testing/test-store.js';
import { dictionary, dictionaryPage, viewNames } from './dictionary.js';

let test: TestStore;
beforeAll(async () => {
  test = await startTestStore();
});
afterAll(() => test.close());

it.each(dictionary)(
  'the view $name has the columns of the dictionary, and no others',
  async ({ name, columns }) => {
    const live = await test.store.rows(
      `SELECT name, type FROM system.columns WHERE database = 'hearback' AND table = {name:String} ORDER BY position`,
      { name },
    );
    expect(live).toEqual(columns.map((column) => ({ name: column.name, type: column.type })));
  },
);

it('every view that is not for analysts is known as such', async () => {
  const views = await test.store.rows<{ name: string }>(
    `SELECT name FROM system.tables WHERE database = 'hearback' AND engine = 'View' ORDER BY name`,
  );
  const inner = ['obligation_versions', 'standing_events', 'team_clocks', 'touchpoint_versions'];
  expect(views.map(({ name }) => name)).toEqual([...viewNames, ...inner].sort());
});

it('docs/data-dictionary.md is what the code says; else: npm run docs:dictionary', async () => {
  const file = new URL('../../../../docs/data-dictionary.md', import.meta.url);
  const options = { singleQuote: true, printWidth: 110, trailingComma: 'all', parser: 'markdown' } as const;
  expect(readFileSync(file, 'utf8')).toBe(await format(dictionaryPage(), options));
});
