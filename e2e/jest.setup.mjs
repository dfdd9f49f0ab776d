// Jest's global set-up for browser tests: that of the service, and a place for what tests share.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import prepareStore from '../apps/api/jest.store.mjs';

export default async function prepare() {
  await prepareStore();
  process.env.HEARBACK_TEST_SIMULATED = await mkdtemp(join(tmpdir(), 'hearback-simulated-'));
}
