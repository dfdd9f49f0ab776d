import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import type { Environment } from './environment.js';
import { Problem } from './problem.js';
import { sendProblem } from './send-problem.js';

type Hosts = Pick<Environment, 'host' | 'publicUrl' | 'allowedHosts'>;

/**
 * Refuses requests that name another host than this service's (421). A page of another site whose name was pointed at
 * our address (DNS rebinding) would otherwise count as our own page, and read and change everything. A request to an
 * IP address can't come from such a page, so probes of containers by their address need no setting.
 */
export function allowedHostsOnly(environment: Hosts) {
  const names = new Set(
    [environment.host, new URL(environment.publicUrl).hostname, ...environment.allowedHosts].map(normal),
  );
  const isAllowed = (authority: string): boolean => {
    const host = hostOf(authority);
    if (host === undefined) return false;
    return isIP(host) !== 0 || host === 'localhost' || host.endsWith('.localhost') || names.has(host);
  };
  return (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const named = authoritiesOf(request);
    if (named.length > 0 && named.every(isAllowed)) {
      next();
      return;
    }
    const given =
      named.length === 0 ? 'The request names no host' : `"${named.join(', ')}" is not its address`;
    const detail =
      `This is Hearback at ${environment.publicUrl}. ${given}. Where people reach it under another name, set PUBLIC_URL to that ` +
      'address; further names, by which programs reach it, go into ALLOWED_HOSTS.';
    // What is left of the body is not read, so the connection can't be used again.
    sendProblem(response, new Problem(421, 'Misdirected request', detail, {}, { connection: 'close' }));
  };
}

/** The Host header, each of several, and the authority of a request that is addressed in full (GET http://host/path). */
function authoritiesOf({ rawHeaders, url = '' }: IncomingMessage): string[] {
  const hosts = rawHeaders.filter(
    (_, index) => index % 2 === 1 && /^host$/i.test(rawHeaders[index - 1] ?? ''),
  );
  const inFull = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1];
  return inFull === undefined ? hosts : [...hosts, inFull];
}

/** Without the port; an IPv6 address without its brackets. `undefined` for what is no host. */
function hostOf(authority: string): string | undefined {
  const [, v6, name] = /^(?:\[([\da-f:.]+)\]|([^\s:@/?#[\]\\]+))(?::\d{1,5})?$/i.exec(authority) ?? [];
  if (v6 !== undefined) return isIP(v6) === 6 ? v6 : undefined;
  return name === undefined ? undefined : normal(name);
}

/** Names are alike in any case, and with the dot of the root at their end. */
const normal = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[(.*)\]$/, '$1');
