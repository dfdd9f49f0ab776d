import { Failure, WrongUse } from './failure.js';

type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

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

  async #answer<T>(path: string, init: RequestInit): Promise<T> {
    let response: Response;
    try {
      response = await fetch(this.#base + path, init);
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } };
      throw new Failure(
        `Hearback does not answer at ${this.#base} (${cause?.code ?? String(error)}). Start it with: npm start, or name another one with --url or HEARBACK_URL.`,
      );
    }
    const text = await response.text();
    if (response.ok) return JSON.parse(text) as T;
    const detail = detailOf(text) ?? `${response.status} ${response.statusText}`;
    throw response.status === 400 || response.status === 404 ? new WrongUse(detail) : new Failure(detail);
  }
}

function detailOf(problem: string): string | undefined {
  try {
    return (JSON.parse(problem) as { detail?: string }).detail;
  } catch {
    return undefined;
  }
}
