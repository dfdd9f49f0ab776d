import { useSyncExternalStore } from 'react';
import { fetchImports, type ImportState } from '../../../api/data-imports.js';
import { sendImport, type ImportAnswer, type ImportJob } from '../../../api/data-send-import.js';

/**
 * The import that this window has sent off. It lives beside the pages: reading another one meanwhile does not end it,
 * and coming back shows how far it is.
 */
export type OngoingImport =
  | { readonly phase: 'none' }
  | {
      readonly phase: 'running';
      readonly job: ImportJob;
      /** Of the file, 0 to 1. */
      readonly share: number;
      /** What the service says of it; `undefined` until it has said something. */
      readonly state: ImportState | undefined;
      readonly stop: () => void;
    }
  | {
      readonly phase: 'ended';
      readonly job: ImportJob;
      readonly answer: ImportAnswer;
      /** The reader ended it. */
      readonly isStopped: boolean;
    };

const POLL_MS = 500;

let current: OngoingImport = { phase: 'none' };
const listeners = new Set<() => void>();

function set(next: OngoingImport): void {
  current = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function useOngoingImport(): OngoingImport {
  return useSyncExternalStore(subscribe, () => current);
}

/** Makes room for the next one; a running import stays. */
export function dismissImport(): void {
  if (current.phase === 'ended') set({ phase: 'none' });
}

function warnOfLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** Sends a file off, unless one is on its way already. */
export async function startImport(job: ImportJob): Promise<void> {
  if (current.phase === 'running') return;
  const aborting = new AbortController();
  let sent = 0;
  let state: ImportState | undefined;
  const tell = (): void => {
    // The browser counts what it has handed to the network; what the service has read is less, and counts more.
    const read = state === undefined ? 1 : state.bytes / Math.max(1, job.file.size);
    const share = Math.min(1, sent, read);
    set({ phase: 'running', job, share, state, stop: () => aborting.abort() });
  };
  tell();
  window.addEventListener('beforeunload', warnOfLeaving);
  const ended = new AbortController();
  // One of the same name may still be on its way: what was stopped ends only with what had been sent before.
  const earlier = await idsOfImports();
  void followState(job, earlier, ended.signal, (known) => {
    state = known;
    tell();
  });
  const answer = await sendImport(
    job,
    (share) => {
      sent = share;
      tell();
    },
    aborting.signal,
  );
  ended.abort();
  window.removeEventListener('beforeunload', warnOfLeaving);
  const isStopped = aborting.signal.aborted;
  set({ phase: 'ended', job, answer: withState(answer, state), isStopped });
}

/** A connection that is lost says nothing of how far it came; what was heard before does. */
function withState(answer: ImportAnswer, state: ImportState | undefined): ImportAnswer {
  if (answer.kind !== 'broke-off' || answer.state !== undefined) return answer;
  return { ...answer, state };
}

async function idsOfImports(): Promise<ReadonlySet<string>> {
  const imports = await fetchImports().catch(() => []);
  return new Set(imports.map(({ id }) => id));
}

/** Asks how far the import is until it has ended. That the service doesn't answer shows in the upload itself. */
async function followState(
  job: ImportJob,
  earlier: ReadonlySet<string>,
  ended: AbortSignal,
  tell: (state: ImportState) => void,
): Promise<void> {
  while (!ended.aborted) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const imports = await fetchImports(ended).catch(() => []);
    const known = imports.find(
      ({ id, name, state, dryRun }) =>
        state === 'running' && !dryRun && name === job.name && !earlier.has(id),
    );
    if (known !== undefined && !ended.aborted) tell(known);
  }
}
