import type { Outcome } from '../outbox/attempts.js';

/** What goes wrong before a request has left. */
const BEFORE_IT_LEFT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_(TLS|SSL)_.*|.*CERT.*)$/;
/** A gateway that got no answer in time. */
const GATEWAY_TIMEOUT = 504;
/** Of an answer, so much is kept. */
const TOLD = 300;

/**
 * Posts JSON once. What the status means is the same for all receivers: 2xx is taken; 408, 425, 429, 5xx and silence
 * are tried again, and nothing else is sent there meanwhile; any other status refuses the message. Redirects are not
 * followed: a secret address must not travel on.
 *
 * @param patienceMs how long to wait for the answer
 */
export async function postJson(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  now: Date,
  patienceMs: number,
): Promise<Outcome> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'user-agent': 'Hearback', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    text = (await response.text()).slice(0, TOLD);
  } catch (error) {
    const detail = silence(error as Error, patienceMs);
    return { is: 'retry', detail, away: true, mayHaveArrived: !BEFORE_IT_LEFT.test(detail) };
  }
  const { status } = response;
  const detail = text.trim() === '' ? String(status) : `${status}: ${text.trim()}`;
  if (response.ok) return { is: 'sent', detail };
  if (status >= 500 || status === 408 || status === 425 || status === 429) {
    const afterMs = retryAfter(response.headers.get('retry-after'), now);
    const mayHaveArrived = status === GATEWAY_TIMEOUT;
    return { is: 'retry', detail, away: true, mayHaveArrived, ...(afterMs === undefined ? {} : { afterMs }) };
  }
  if (status >= 300 && status < 400)
    return { is: 'refused', detail: `${status}: redirects are not followed; configure where it leads` };
  return { is: 'refused', detail };
}

/**
 * How long a Retry-After header asks to wait, in seconds or as a date (RFC 9110, 10.2.3).
 * @returns milliseconds, 0 or more; `undefined` where it says nothing
 */
export function retryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

function silence({ name, message, cause }: Error, patienceMs: number): string {
  if (name === 'TimeoutError') return `no answer within ${patienceMs / 1000} s`;
  const code = (cause as { readonly code?: string } | undefined)?.code;
  return code ?? message;
}
