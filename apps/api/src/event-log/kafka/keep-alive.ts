/** kafkajs itself sends no more than one per heartbeat interval. */
const EVERY_MS = 1_000;
/** A handler that takes longer hangs: its partition had better go to somebody else. */
const AT_MOST_MS = 5 * 60_000;

/**
 * Keeps a member of the group while its handler waits for something slow.
 *
 * TRICKY: kafkajs sends heartbeats between batches and when it is asked to. One insert that takes longer than the session
 * would cost the membership, and the same insert again after the rebalance: nothing would get done for as long as the
 * store is slow. What a heartbeat says, `heartbeat` itself has to remember.
 */
export function keepAlive(heartbeat: () => Promise<void>): { readonly end: () => void } {
  const until = Date.now() + AT_MOST_MS;
  const timer = setInterval(() => {
    if (Date.now() > until) clearInterval(timer);
    else void heartbeat().catch(() => undefined);
  }, EVERY_MS);
  return { end: () => clearInterval(timer) };
}
