import type { IncomingMessage, ServerResponse } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import type { Express } from 'express';
import { Problem } from './problem.js';
import { sendProblem } from './send-problem.js';

/** What Express keeps of a route, or of something that is used for all paths. */
interface Layer {
  match(path: string): unknown;
  readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean>> };
}

/** Below these, what is no route is nothing; everything else is a page of the dashboard, which has one route for all. */
const NOT_PAGES = /^\/(?:(?:api|health|internal)\/|metrics\/?$)/;
const READING = ['GET', 'HEAD'] as const;

/**
 * Answers requests whose path is known but not with that method (405), with the methods that there are; and OPTIONS,
 * with the same list. Unknown paths are left to whoever comes next.
 */
export function allowedMethodsOnly(app: INestApplication) {
  return (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const { method = '' } = request;
    const allowed = methodsOf(app, request.url ?? '');
    if (allowed.length === 0 || (allowed.includes(method) && method !== 'OPTIONS')) next();
    else if (method === 'OPTIONS') response.writeHead(204, { allow: allowed.join(', ') }).end();
    else sendProblem(response, methodNotAllowed(method, allowed));
  };
}

export function methodNotAllowed(method: string, allowed: readonly string[]): Problem {
  const list = allowed.join(', ');
  const detail = `${method} is not possible here; possible are ${list}.`;
  return new Problem(405, 'Method not allowed', detail, { allowed }, { allow: list });
}

/**
 * The methods of the routes that match an address, in order; none where no route does. A path that a route has word for
 * word is that route's alone, as in OpenAPI: where messages are sent with POST /messages/send, `send` is no id.
 */
export function methodsOf(app: INestApplication, url: string): string[] {
  const path = pathOf(url);
  const { stack } = (app.getHttpAdapter().getInstance() as Express).router as unknown as {
    readonly stack: readonly Layer[];
  };
  const isPage = ({ route }: Layer): boolean => route?.path instanceof RegExp;
  const matching = stack
    .filter(({ route }) => route !== undefined)
    .filter((layer) => (isPage(layer) ? !NOT_PAGES.test(path) : matches(layer, path)));
  const literal = matching.filter(isLiteral);
  const methods = new Set(
    (literal.length > 0 ? literal : matching)
      .flatMap(({ route }) => Object.keys(route?.methods ?? {}))
      .map((method) => method.toUpperCase()),
  );
  if (methods.size === 0) return [];
  if (methods.has('GET')) for (const method of READING) methods.add(method);
  return [...methods.add('OPTIONS')].sort();
}

/** Whether its path stands for itself only. */
function isLiteral({ route }: Layer): boolean {
  return typeof route?.path === 'string' && !/[:*{]/.test(route.path);
}

/** A path that can't be decoded is one that no route has. */
function matches(layer: Layer, path: string): boolean {
  try {
    return Boolean(layer.match(path));
  } catch {
    return false;
  }
}

/** Of an address, also of one that is given in full. */
function pathOf(url: string): string {
  return url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
}
