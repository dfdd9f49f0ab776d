import { setTimeout as pause } from 'node:timers/promises';
import type { Projector } from '../../projection/projector.js';

const PATIENCE_MS = 60_000;
const STEP_MS = 100;

/** What the log holds is not all in the store, so whatever is computed from it would be of a part only. */
export class ProjectionBehind extends Error {
  override readonly name = 'ProjectionBehind';
}

/**
 * Resolves once the store has everything that the log holds.
 * @throws ProjectionBehind when it does not within a minute
 */
export async function caughtUp(projector: Projector): Promise<void> {
  for (let waited = 0; (await projector.lag()) !== 0n; waited += STEP_MS) {
    if (waited >= PATIENCE_MS) throw new ProjectionBehind('The store has not caught up with the log yet.');
    await pause(STEP_MS);
  }
}
