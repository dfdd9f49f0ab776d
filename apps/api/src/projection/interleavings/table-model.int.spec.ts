import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestStore, type TestStore } from '../../testing/test-store.js';
import { TABLES } from './table-model.js';

let test: TestStore;
beforeAll(async () => {
  test = await startTestStore();
});
afterAll(() => test.close());

it.each([...TABLES])(
  'given the table %s, then the model has its key, version and deletion from the engine',
  async (name, { key, version, isDeleted }) => {
    const [table] = await test.store.rows<{ engine_full: string; sorting_key: string }>(
      `SELECT engine_full, sorting_key FROM system.tables WHERE database = currentDatabase() AND name = '${name}'`,
    );
    expect(table?.sorting_key).toBe(key.join(', '));
    const parameters = /^ReplacingMergeTree(?:\(([^)]*)\))?/.exec(table?.engine_full ?? '');
    expect(parameters).not.toBeNull();
    expect(parameters?.[1] ?? '').toBe([version, isDeleted].filter((each) => each !== undefined).join(', '));
  },
);
