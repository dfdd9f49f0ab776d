import { rm } from 'node:fs/promises';

export default async function tidy() {
  const shared = process.env.HEARBACK_TEST_SIMULATED;
  if (shared !== undefined) await rm(shared, { recursive: true, force: true });
}
