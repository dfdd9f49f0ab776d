import { parseImport, type ImportState } from './data-imports.js';
import { ApiError } from './get-json.js';

export type ImportFormat = 'csv' | 'jsonl';

/** A file with what its rows mean. */
export interface ImportJob {
  readonly file: Blob;
  readonly name: string;
  readonly format: ImportFormat;
  /** YAML. */
  readonly mapping: string;
}

export interface MappingFault {
  /** Where in the mapping, like `rules.0.data.stage`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/**
 * What became of a file that was sent.
 * - `done`: read to its end
 * - `mapping`: nothing was read, the mapping is wrong
 * - `file`: the file is wrong, or the request; asking again gives the same
 * - `broke-off`: the service or the connection went away; it can be run again
 */
export type ImportAnswer =
  | { readonly kind: 'done'; readonly state: ImportState }
  | { readonly kind: 'mapping'; readonly faults: readonly MappingFault[] }
  | ({ readonly kind: 'file' } & Failure)
  | ({ readonly kind: 'broke-off' } & Failure);

interface Failure {
  readonly message: string;
  /** How far it came. */
  readonly state: ImportState | undefined;
}

/** The parts in the order in which the service reads them: what is about the file stands before it. */
function bodyOf({ file, name, format, mapping }: ImportJob, isDryRun: boolean): FormData {
  const body = new FormData();
  body.append('mapping', mapping);
  body.append('format', format);
  body.append('dryRun', String(isDryRun));
  body.append('file', file, name);
  return body;
}

function isFault(value: unknown): value is MappingFault {
  const fault = (value ?? {}) as Partial<MappingFault>;
  return typeof fault.path === 'string' && typeof fault.message === 'string';
}

function stateIn(body: unknown): ImportState | undefined {
  try {
    return parseImport(body);
  } catch {
    return undefined;
  }
}

/** Reads an answer of `POST /imports`. */
export function readAnswer(status: number, body: unknown): ImportAnswer {
  if (status === 201) {
    const state = stateIn(body);
    if (state !== undefined) return { kind: 'done', state };
    return { kind: 'broke-off', message: 'The answer of the service could not be read.', state };
  }
  const problem = (body ?? {}) as {
    readonly detail?: unknown;
    readonly problems?: unknown;
    readonly import?: unknown;
  };
  const faults = Array.isArray(problem.problems) ? problem.problems.filter(isFault) : [];
  if (status === 422 && faults.length > 0) return { kind: 'mapping', faults };
  const message =
    typeof problem.detail === 'string' ? problem.detail : `The service answered with status ${status}.`;
  const isFinal = status >= 400 && status < 500 && status !== 429;
  return { kind: isFinal ? 'file' : 'broke-off', message, state: stateIn(problem.import) };
}

/**
 * Has the service read a part of a file and say what would come of it. Records nothing.
 *
 * @throws ApiError when it does not answer
 */
export async function previewImport(
  job: ImportJob,
  signal?: AbortSignal,
): Promise<Exclude<ImportAnswer, { kind: 'broke-off' }>> {
  let response: Response;
  try {
    response = await fetch('/api/v1/imports', {
      method: 'POST',
      body: bodyOf(job, true),
      signal: signal ?? null,
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiError('away', 'The Hearback service does not answer.');
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (response.status === 401 || response.status === 403) {
    throw new ApiError('forbidden', 'The service does not let you import files.');
  }
  const answer = readAnswer(response.status, body);
  if (answer.kind === 'broke-off') throw new ApiError('away', answer.message);
  return answer;
}

const LOST =
  'The connection to the service broke off. Run the import again: what was recorded before is not counted twice.';

/**
 * Sends a whole file. The service takes its bytes no faster than their events become durable, so what is sent is
 * real progress. Never rejects; aborting the signal ends it like a lost connection.
 *
 * @param onSent is told how much of the request is on its way, from 0 to 1
 */
export function sendImport(
  job: ImportJob,
  onSent: (share: number) => void,
  signal: AbortSignal,
): Promise<ImportAnswer> {
  return new Promise((resolve) => {
    // Not fetch: it tells nothing of an upload on its way.
    const request = new XMLHttpRequest();
    const lost = (): void => resolve({ kind: 'broke-off', message: LOST, state: undefined });
    request.open('POST', '/api/v1/imports');
    request.upload.onprogress = ({ loaded, total }) => onSent(total === 0 ? 0 : loaded / total);
    request.onload = () => resolve(readAnswer(request.status, jsonOf(request.responseText)));
    request.onerror = lost;
    request.onabort = lost;
    request.ontimeout = lost;
    signal.addEventListener('abort', () => request.abort());
    request.send(bodyOf(job, false));
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
