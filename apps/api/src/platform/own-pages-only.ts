import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem } from './problem.js';
import { sendProblem } from './send-problem.js';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses requests by which a page of another site would change something here: a browser sends forms and plain
 * texts across sites without asking first, and a service on the loopback has no other guard. Programs send neither
 * header.
 */
export function ownPagesOnly(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  const isForeign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (site === undefined && origin !== undefined && hostOf(origin) !== host);
  if (READING.has(request.method ?? '') || !isForeign) {
    next();
    return;
  }
  const problem = new Problem(
    403,
    'Request from another site',
    'A page of another site can’t send events or imports. Send them from a program, or through a proxy that serves both under one address.',
  );
  sendProblem(response, problem);
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
