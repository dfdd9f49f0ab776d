import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { clickHouseError } from './exception.js';

/** The one user. */
export const USERNAME = 'default';

/**
 * Checks basic auth, X-ClickHouse-User/Key or user/password of the URL.
 *
 * @throws ClickHouseException 516 AUTHENTICATION_FAILED when name or password is wrong or missing
 */
export function authenticate(headers: IncomingHttpHeaders, url: URL, password: string): void {
  const given = credentials(headers, url);
  // Both are always compared, so that the time taken says nothing about either.
  const nameRight = same(given.user, USERNAME);
  const passwordRight = same(given.password, password);
  if (nameRight && passwordRight) return;
  throw clickHouseError(
    516,
    'AUTHENTICATION_FAILED',
    `${given.user}: Authentication failed: password is incorrect, or there is no user with such name`,
  );
}

function credentials(headers: IncomingHttpHeaders, url: URL): { user: string; password: string } {
  const basic = /^Basic\s+(.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (basic !== undefined) {
    const text = Buffer.from(basic, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    return colon === -1
      ? { user: text, password: '' }
      : { user: text.slice(0, colon), password: text.slice(colon + 1) };
  }
  const user = headers['x-clickhouse-user'] ?? url.searchParams.get('user') ?? USERNAME;
  const password = headers['x-clickhouse-key'] ?? url.searchParams.get('password') ?? '';
  return { user: String(user), password: String(password) };
}

/** Compares without telling by its duration where two texts differ, nor how long the right one is. */
function same(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
