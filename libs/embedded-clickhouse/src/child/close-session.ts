import { createRequire } from 'node:module';
import type { Session } from 'chdb';

type CloseConnection = (connection: unknown) => void;

const closeConnection = findCloseConnection();

/**
 * Closes a session whose calls have all settled.
 *
 * TRICKY: `Session.close()` puts the release off until every call of the whole process has settled. Behind one
 * query of 12 s, 3,000 short ones kept 1 GB; released one by one they keep nothing. The engine only needs that
 * no call runs on the connection itself, so the connection is released through the addon.
 */
export function closeSession(session: Session): void {
  const { connection } = session;
  if (closeConnection !== undefined && connection !== null) {
    session.connection = null;
    closeConnection(connection);
  }
  // Releases what is left; without a connection it has nothing to wait for.
  session.close();
}

/** The addon's function, which chdb uses and does not export; undefined if another version hides it. */
function findCloseConnection(): CloseConnection | undefined {
  try {
    const chdb = createRequire(createRequire(import.meta.url).resolve('chdb'));
    const loader = chdb('./dist/loader.js') as { loadNative?: () => { CloseConnection?: unknown } };
    const found = loader.loadNative?.().CloseConnection;
    return typeof found === 'function' ? (found as CloseConnection) : undefined;
  } catch {
    return undefined;
  }
}
