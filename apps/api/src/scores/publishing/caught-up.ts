import { setTimeout as pause } from 'node:timers/promises';
import { lagOf } from '../../event-log/event-log.js';
import type { Projector } from '../../projection/projector.js';

const PATIENCE_MS = 60_000;
const STEP_MS = 100;

/** What the log holds is not all in the store, so whatever is computed from it would be of a part only. */
export class ProjectionBehind extends Error {
  override readonly name = 'ProjectionBehind';
}

/**
 * Resolves once the store has everything that the log held when this was called, whichever process brings it in. What
 * comes in meanwhile is not waited for: where events never cease, nothing would ever be published.
 * @throws ProjectionBehind when it does not within a minute; AbortError when the signal aborts, as when the service stops
 */
export async function caughtUp(
  projector: Pick<Projector, 'positions'>,
  { patienceMs = PATIENCE_MS, signal }: { readonly patienceMs?: number; readonly signal?: AbortSignal } = {},
): Promise<void> {
  const started = performance.now();
  let goals: ReadonlyMap<number, bigint> | undefined;
  for (;;) {
    const positions = await projector.positions();
    if (positions !== undefined) {
      goals ??= new Map(positions.map(({ partition, end }) => [partition, end]));
      if (positions.every(({ partition, position }) => position >= (goals?.get(partition) ?? 0n))) return;
    }
    if (performance.now() - started >= patienceMs)
      throw new ProjectionBehind(behind(positions === undefined ? undefined : lagOf(positions)));
    await pause(STEP_MS, undefined, { signal });
  }
}

function behind(lag: bigint | undefined): string {
  const left = lag === undefined ? 'what the log holds' : `${lag} records of the log`;
  return `The store has not caught up with the log yet: ${left} are still to be brought in. Try again when /health/ready tells of a lag of 0, or nearly.`;
}
