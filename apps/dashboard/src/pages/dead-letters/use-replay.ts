import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { fetchReplay, startReplay, type ReplayChoice, type ReplayRun } from '../../api/data-replays.js';
import { FIGURES } from '../../api/figures-query.js';

const LOOK_EVERY_MS = 1_000;

export interface Replaying {
  readonly start: (choice: ReplayChoice, dryRun: boolean) => void;
  readonly isBusy: boolean;
  readonly run: ReplayRun | undefined;
  readonly error: Error | null;
}

/** Sends messages again, and follows it where it takes longer. */
export function useReplay(): Replaying {
  const client = useQueryClient();
  const sending = useMutation({
    mutationFn: ({ choice, dryRun }: { choice: ReplayChoice; dryRun: boolean }) =>
      startReplay(choice, dryRun),
    networkMode: 'always',
  });
  const begun = sending.data;
  const id = begun?.id ?? '';
  const following = useQuery({
    queryKey: ['replay', id],
    queryFn: ({ signal }) => fetchReplay(id, signal),
    enabled: begun?.state === 'running',
    networkMode: 'always',
    refetchInterval: ({ state }) => (state.data?.state ?? 'running') === 'running' && LOOK_EVERY_MS,
  });
  const run = following.data ?? begun;
  const isOver = run !== undefined && run.state !== 'running' && !run.dryRun;
  useEffect(() => {
    // The list says then how it stands with each.
    if (isOver) void client.invalidateQueries({ queryKey: [FIGURES] });
  }, [client, isOver, id]);
  return {
    start: (choice, dryRun) => sending.mutate({ choice, dryRun }),
    isBusy: sending.isPending || run?.state === 'running',
    run: sending.isPending ? undefined : run,
    error: sending.error ?? following.error,
  };
}
