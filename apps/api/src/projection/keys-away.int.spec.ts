import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { completed, erased } from '@hearback/domain/testing';
import { KeysUnavailable } from '../ingestion/candidate-keys.js';
import { MARK_HEADER, markOf } from '../ingestion/marks/mark.js';
import { RemotePseudonyms } from '../ingestion/remote-pseudonyms.js';
import { openDoor, type Door } from '../ingestion/testing/door.js';
import { recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';
import { ProjectEvents } from './project-events.command.js';
import { ProjectEventsHandler } from './project-events.handler.js';

const TOKEN = 'a-token-of-16-or-more';
let test: TestStore;
let owner: Door;
beforeAll(async () => {
  test = await startTestStore();
  owner = await openDoor({ variables: { HEARBACK_KEYS_TOKEN: TOKEN } });
});
afterAll(async () => {
  await owner.close();
  await test.close();
});

const CONTEXT = {
  heartbeat: () => Promise.resolve(),
  metadata: () => Promise.resolve(undefined),
  signal: new AbortController().signal,
};
const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** As other producers write them: without the headers of a door, so that the candidate's id is the projector's to replace. */
const direct = (...events: Parameters<typeof recordsOf>[0]) =>
  recordsOf(events).map((record) => ({ ...record, headers: {} }));

const projectWith = (keys: RemotePseudonyms, ...events: Parameters<typeof recordsOf>[0]) => {
  const handler = new ProjectEventsHandler(test.client, test.organisation, keys);
  const batch = { topic: 'direct', partition: 0, records: direct(...events) };
  return handler.execute(new ProjectEvents(batch, CONTEXT));
};
const candidates = async (): Promise<string[]> =>
  (await test.store.rows<{ candidate_id: string }>('SELECT DISTINCT candidate_id FROM interviews')).map(
    ({ candidate_id }) => candidate_id,
  );

it('given keys that are away, then the batch fails with nothing written, and is complete once they are back', async () => {
  const event = completed({ candidateId: 'cand-9' });
  const away = new RemotePseudonyms({ url: 'http://127.0.0.1:9', token: TOKEN });
  await expect(projectWith(away, event)).rejects.toThrow(KeysUnavailable);
  expect(await test.store.rows('SELECT 1 FROM events')).toEqual([]);
  expect(await test.store.rows('SELECT 1 FROM rejected_events')).toEqual([]);

  const wrong = new RemotePseudonyms({ url: urlOf(owner.server), token: 'not-that-token-at-all' });
  await expect(projectWith(wrong, event)).rejects.toThrow(/HEARBACK_KEYS_TOKEN/);
  expect(await test.store.rows('SELECT 1 FROM events')).toEqual([]);

  const back = new RemotePseudonyms({ url: urlOf(owner.server), token: TOKEN });
  expect(await projectWith(back, event)).toMatchObject({ events: 1, duplicates: 0, rejected: 0 });
  const [name] = await candidates();
  expect(name).toBe((await back.of(['cand-9'])).get('cand-9'));
});

it('given an erasure in the log that Hearback recorded, then it reaches the owner of the keys, and no other one does', async () => {
  const keys = new RemotePseudonyms({ url: urlOf(owner.server), token: TOKEN });
  const before = (await keys.of(['cand-9'])).get('cand-9')!;
  const event = erased({ candidateId: before });
  const [record] = recordsOf([event], 10n);
  expect(await projectWith(keys, event)).toMatchObject({ rejected: 1 });
  expect((await keys.of(['cand-9'])).get('cand-9')).toBe(before);

  const mark = Buffer.from(markOf(await keys.marks.key(), record!.value!));
  const marked = { ...record!, headers: { ...record!.headers, [MARK_HEADER]: mark } };
  const handler = new ProjectEventsHandler(test.client, test.organisation, keys);
  const batch = { topic: 'direct', partition: 0, records: [marked] };
  expect(await handler.execute(new ProjectEvents(batch, CONTEXT))).toMatchObject({ events: 1 });
  expect((await keys.of(['cand-9'])).get('cand-9')).not.toBe(before);
});
