import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure, NotReady, WrongUse } from './failure.js';

type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a connection that was there ends with. */
const BROKEN_OFF = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ECONNABORTED', 'terminated']);

/** The running service, over HTTP: the command line never touches its files. */
export class Service {
  readonly #base: string;

  constructor(url: string) {
    if (!/^https?:\/\//.test(url)) throw new WrongUse(`--url must be an http(s) URL, not "${url}"`);
    this.#base = url.replace(/\/$/, '');
  }

  async get<T>(path: string, parameters: Parameters = {}): Promise<T> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
      for (const one of value === undefined ? [] : [value].flat()) query.append(name, one);
    }
    const text = query.toString();
    return this.#answer<T>(text === '' ? path : `${path}?${text}`, {});
  }

  post<T>(path: string, body: string | FormData, contentType?: string): Promise<T> {
    const headers: Record<string, string> = contentType === undefined ? {} : { 'content-type': contentType };
    return this.#answer<T>(path, { method: 'POST', body, headers });
  }

  delete<T>(path: string): Promise<T> {
    return this.#answer<T>(path, { method: 'DELETE' });
  }

  /** The bytes of the answer as they come; errors as for the others. */
  async stream(path: string, body: string, contentType: string, to: Writable): Promise<void> {
    let response: Response;
    try {
      const headers = { 'content-type': contentType };
      response = await fetch(this.#base + path, { method: 'POST', body, headers });
    } catch (error) {
      throw this.#silence(error as Error);
    }
    if (!response.ok) throw failureOf(response, await response.text());
    if (response.body === null) return;
    try {
      await pipeline(Readable.fromWeb(response.body), to, { end: false });
    } catch (error) {
      // Who reads may stop, like `| head`.
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw this.#silence(error as Error);
    }
  }

  #parsed(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw new Failure(`What answers at ${this.#base} is not Hearback: its answer is no JSON. Check --url.`);
    }
  }

  async #answer<T>(path: string, init: RequestInit): Promise<T> {
    // Without it, the address would be that of a list, or of something else.
    if (
      path
        .split('?')[0]!
        .slice(1)
        .split('/')
        .some((part) => ['', '.', '..'].includes(part))
    )
      throw new WrongUse('An id or a name must not be empty, nor a dot or two.');
    const { response, text } = await this.#exchange(path, init);
    if (response.ok) return this.#parsed(text) as T;
    throw failureOf(response, text);
  }

  /** A connection that was kept open may be closed at the moment it is used again: a question is asked once more. */
  async #exchange(
    path: string,
    init: RequestInit,
    mayRepeat = init.method === undefined,
  ): Promise<{ readonly response: Response; readonly text: string }> {
    try {
      const response = await fetch(this.#base + path, init);
      return { response, text: await response.text() };
    } catch (error) {
      if (mayRepeat && BROKEN_OFF.has(codeOf(error as Error))) return this.#exchange(path, init, false);
      throw this.#silence(error as Error);
    }
  }

  /** Nobody there is one thing, gone before the answer another: then a part may have been done. */
  #silence(error: Error): Failure {
    const code = codeOf(error);
    if (BROKEN_OFF.has(code)) {
      return new Failure(
        `Hearback at ${this.#base} went away before it had answered (${code}). Once it is back, run it again: what was recorded before is not counted twice.`,
      );
    }
    const state = `Hearback does not answer at ${this.#base} (${code}).`;
    const remedy = 'Start it with: npm start, or name another one with --url or HEARBACK_URL.';
    // Only this says that nobody listens there yet; a name that is not known won't become known.
    return code === 'ECONNREFUSED' ? new NotReady(state, remedy) : new Failure(`${state} ${remedy}`);
  }
}

/** Why a request failed, in the words of the system or of the client. */
function codeOf({ message, cause }: Error): string {
  return (cause as { readonly code?: string } | undefined)?.code ?? message;
}

function failureOf({ status, statusText }: Response, text: string): Error {
  const problem = problemIn(text);
  const detail = problem.detail ?? `${status} ${statusText}`;
  // An import that broke off has begun: what it did is to be told, not hidden by a second run.
  if (status === 503 && problem.import === undefined) return new NotReady(detail);
  return status === 400 || status === 404 ? new WrongUse(detail) : new Failure(detail);
}

function problemIn(text: string): { readonly detail?: string; readonly import?: unknown } {
  try {
    return (JSON.parse(text) ?? {}) as { detail?: string };
  } catch {
    return {};
  }
}
