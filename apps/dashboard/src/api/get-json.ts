/**
 * Why the API gave no answer: `away` (worth asking again), `refused` (asking again gives the same), `forbidden` (who asks
 * may not know), or `unknown` (there is no such thing).
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly kind: 'away' | 'refused' | 'forbidden' | 'unknown',
    message: string,
  ) {
    super(message);
  }
}

/** The fields of problem+json (RFC 9457) that are for people; `problems` is Hearback's list of faults. */
interface Problem {
  readonly title?: unknown;
  readonly detail?: unknown;
  readonly problems?: unknown;
}

function describe(fault: unknown): string | undefined {
  if (typeof fault === 'string') return fault;
  const { path, message } = (fault ?? {}) as { path?: unknown; message?: unknown };
  if (typeof message !== 'string') return undefined;
  return typeof path === 'string' && path !== '' ? `${path}: ${message}` : message;
}

function explain(body: unknown, status: number): string {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Problem;
  const faults = Array.isArray(problem.problems) ? problem.problems.map(describe) : [];
  const said = [problem.detail, ...faults].filter(
    (part): part is string => typeof part === 'string' && part !== '',
  );
  if (said.length > 0) return [...new Set(said)].join(' ');
  return typeof problem.title === 'string' ? problem.title : `The service answered with status ${status}.`;
}

function kindOf(status: number): ApiError['kind'] {
  if (status === 401 || status === 403) return 'forbidden';
  if (status === 404) return 'unknown';
  return status >= 400 && status < 500 && status !== 429 ? 'refused' : 'away';
}

/**
 * Fetches JSON and reads it with `parse`. Whatever is not an answer of the expected shape throws: a failure must
 * never look like "no data".
 *
 * @throws ApiError
 */
export function getJson<T>(path: string, parse: (body: unknown) => T, signal?: AbortSignal): Promise<T> {
  return ask(path, { signal: signal ?? null }, parse);
}

/** What goes with a request that does something. */
export interface Sent {
  readonly body: string;
  readonly contentType: string;
}

/**
 * Asks the service to do something. Not tried again by itself: whether it was done is unknown then.
 *
 * @throws ApiError
 */
export function postJson<T>(path: string, parse: (body: unknown) => T, sent?: Sent): Promise<T> {
  const init = sent === undefined ? {} : { body: sent.body, headers: { 'content-type': sent.contentType } };
  return ask(path, { method: 'POST', ...init }, parse);
}

async function ask<T>(path: string, init: RequestInit, parse: (body: unknown) => T): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      ...init,
      headers: { ...init.headers, accept: 'application/json' },
    });
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new ApiError('away', 'The Hearback service does not answer.');
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    throw new ApiError(kindOf(response.status), explain(body, response.status));
  }
  try {
    return parse(body);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it has another shape';
    throw new ApiError('away', `The answer to ${path.split('?')[0]} could not be read: ${reason}.`);
  }
}
