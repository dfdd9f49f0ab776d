import type { ServerResponse } from 'node:http';
import type { Problem } from './problem.js';

/** Answers with a problem (RFC 9457) where no route has begun to answer yet. */
export function sendProblem(response: ServerResponse, problem: Problem): void {
  response.statusCode = problem.status;
  response.setHeader('content-type', 'application/problem+json; charset=utf-8');
  for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
  response.end(JSON.stringify(problem));
}
