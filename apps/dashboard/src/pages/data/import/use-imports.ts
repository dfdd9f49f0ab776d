import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { fetchImports, type ImportState } from '../../../api/data-imports.js';
import { FIGURES } from '../../../api/figures-query.js';
import { useFetched, type Fetched } from '../../../api/use-fetched.js';
import { useOngoingImport } from './ongoing-import.js';

const WHILE_RUNNING_MS = 2_000;
const KEY = ['imports'] as const;

/** Imports of this run of the service, previews left out, and up to the moment while one of them runs. */
export function useImports(): Fetched<readonly ImportState[]> {
  const client = useQueryClient();
  const part = useFetched(KEY, async (signal) =>
    (await fetchImports(signal)).filter(({ dryRun }) => !dryRun),
  );
  const isOwnRunning = useOngoingImport().phase === 'running';
  const isRunning =
    isOwnRunning || (part.status === 'shown' && part.value.some(({ state }) => state === 'running'));
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(
      () => void client.invalidateQueries({ queryKey: [FIGURES, ...KEY] }, { cancelRefetch: false }),
      WHILE_RUNNING_MS,
    );
    return () => clearInterval(timer);
  }, [client, isRunning]);
  return part;
}
