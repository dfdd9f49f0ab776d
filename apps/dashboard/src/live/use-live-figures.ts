import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { FIGURES } from '../api/figures-query.js';
import { coalesce } from './coalesce.js';
import { followStream, type Connection } from './stream.js';

const SETTLE_MS = 1_000;

/** Brings the figures up to date whenever the read model moves, and says whether it would notice. */
export function useLiveFigures(): Connection {
  const client = useQueryClient();
  const [connection, setConnection] = useState<Connection>({ state: 'connecting' });
  useEffect(() => {
    // Not cancelling what is under way: under a steady stream of events no fetch would ever finish.
    const refresh = coalesce(
      () => client.invalidateQueries({ queryKey: [FIGURES] }, { cancelRefetch: false }),
      SETTLE_MS,
    );
    const end = followStream({
      open: () => new EventSource('/api/v1/stream'),
      now: Date.now,
      onMoved: refresh.signal,
      onConnection: setConnection,
    });
    return () => {
      end();
      refresh.stop();
    };
  }, [client]);
  return connection;
}
