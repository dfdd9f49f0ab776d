import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { completed } from '@hearback/domain/testing';
import { recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';

let test: TestStore;
beforeAll(async () => {
  test = await startTestStore();
});
afterAll(() => test.close());

it('given a full batch of applications with the longest ids, then it is projected', async () => {
  const events = Array.from({ length: 5_000 }, (_, index) =>
    completed({ id: `e${index}`, applicationId: `${index}-`.padEnd(200, 'ü') }),
  );
  expect(await test.project(recordsOf(events))).toMatchObject({ events: 5_000, duplicates: 0, rejected: 0 });
});
