import { z } from 'zod';
import { messageOf } from '../event-log/errors.js';
import { type CandidateKeys, KeysUnavailable } from './candidate-keys.js';
import { KEYS_ROUTE, MOST_KEYS_PER_REQUEST } from './http/keys-route.js';
import { RemoteMarks } from './marks/remote-marks.js';

const ANSWER_WITHIN_MS = 10_000;
const PROBE_WITHIN_MS = 2_000;

const answered = z.object({ pseudonyms: z.array(z.string()) });
const answeredKnown = z.object({ pseudonyms: z.array(z.string().nullable()) });

export interface KeysOwner {
  /** Of the process that owns the keys, without a slash at the end. */
  readonly url: string;
  readonly token: string;
}

/**
 * The candidate keys of another process, over HTTP. No name is remembered: one that was erased there must not live on
 * here.
 */
export class RemotePseudonyms implements CandidateKeys {
  readonly marks = new RemoteMarks(
    (route, body) => this.#post(route, body),
    (how) => this.#away(how),
  );

  /** @param answerWithinMs how long an answer may take */
  constructor(
    private readonly owner: KeysOwner,
    private readonly answerWithinMs = ANSWER_WITHIN_MS,
  ) {}

  async of(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const pseudonyms = new Map<string, string>();
    for (const asked of chunks([...new Set(ids)])) {
      const answer = answered.safeParse(await this.#post('pseudonyms', { ids: asked }));
      if (!answer.success || answer.data.pseudonyms.length !== asked.length)
        throw this.#away('answers something else than pseudonyms; is it Hearback?');
      for (const [index, id] of asked.entries()) pseudonyms.set(id, answer.data.pseudonyms[index]!);
    }
    return pseudonyms;
  }

  async known(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const pseudonyms = new Map<string, string>();
    for (const asked of chunks([...new Set(ids)])) {
      const answer = answeredKnown.safeParse(await this.#post('known', { ids: asked }));
      if (!answer.success || answer.data.pseudonyms.length !== asked.length)
        throw this.#away('answers something else than pseudonyms; is it Hearback?');
      for (const [index, id] of asked.entries()) {
        const pseudonym = answer.data.pseudonyms[index];
        if (typeof pseudonym === 'string') pseudonyms.set(id, pseudonym);
      }
    }
    return pseudonyms;
  }

  async erase(pseudonyms: readonly string[]): Promise<void> {
    for (const asked of chunks(pseudonyms)) await this.#post('erasures', { pseudonyms: asked });
  }

  /** Whether the owner answers and takes the token. */
  async state(): Promise<'reachable' | 'away' | 'refused'> {
    try {
      await this.#fetch('', { method: 'GET' }, PROBE_WITHIN_MS);
      return 'reachable';
    } catch (error) {
      return error instanceof KeysUnavailable ? error.why : 'away';
    }
  }

  async #post(what: string, body: object): Promise<unknown> {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    const response = await this.#fetch(`/${what}`, init, this.answerWithinMs);
    return response.json().catch((error: unknown) => {
      throw this.#away(`broke off its answer (${messageOf(error)})`, error);
    });
  }

  async #fetch(path: string, init: RequestInit, withinMs: number): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(`${this.owner.url}/${KEYS_ROUTE}${path}`, {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${this.owner.token}` },
        // The token is for this address and no other.
        redirect: 'error',
        signal: AbortSignal.timeout(withinMs),
      });
    } catch (error) {
      const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      throw this.#away(`does not answer (${messageOf(reason)})`, error);
    }
    if (response.ok) return response;
    await response.body?.cancel().catch(() => undefined);
    if (response.status === 401)
      throw new KeysUnavailable(
        `${this.#shown} refuses the token. HEARBACK_KEYS_TOKEN must be the same here and there.`,
        'refused',
      );
    if (response.status === 404)
      throw new KeysUnavailable(
        `${this.#shown} does not serve keys. HEARBACK_KEYS_URL must name the process of the role api that owns them, and that needs a HEARBACK_KEYS_TOKEN too.`,
        'refused',
      );
    throw this.#away(`answers ${response.status}`);
  }

  #away(how: string, cause?: unknown): KeysUnavailable {
    return new KeysUnavailable(`${this.#shown} ${how}.`, 'away', { cause });
  }

  get #shown(): string {
    return `The owner of the candidate keys (HEARBACK_KEYS_URL, ${new URL(this.owner.url).host})`;
  }
}

function* chunks(all: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < all.length; start += MOST_KEYS_PER_REQUEST)
    yield all.slice(start, start + MOST_KEYS_PER_REQUEST);
}
