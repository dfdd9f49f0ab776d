import { METHODS, STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { INestApplication } from '@nestjs/common';
import { methodNotAllowed, methodsOf } from './allowed-methods.js';
import { Problem } from './problem.js';
import { inTurn } from './slices.js';

type ClientError = Error & { readonly code?: string; readonly rawPacket?: Buffer };

const STATUS = new Map([
  ['HPE_HEADER_OVERFLOW', 431],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 413],
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
]);

/**
 * Answers what the HTTP parser refuses before there is a request: methods that HTTP does not know, like
 * `FOO /api/v1/teams`, as other methods that a path has not (405); the rest with the status that Node would give.
 */
export function answerUnparsedRequests(app: INestApplication): void {
  const server = app.getHttpServer() as Server;
  const end = (error: ClientError, socket: Duplex): void => {
    const { _httpMessage: current } = socket as Duplex & { _httpMessage?: ServerResponse };
    // Into an answer that has begun, nothing else may be written.
    if (socket.writable && current?.headersSent !== true) socket.end(answerTo(app, error));
    else socket.destroy();
  };
  // A thousand may run out of time at one moment.
  server.on('clientError', (error: ClientError, socket) => inTurn(() => end(error, socket)));
  // Node would cut the connection without a word.
  server.on('connect', (_request, socket) => {
    socket.end(textOf(methodNotAllowed('CONNECT', methodsOf(app, '/'))));
  });
}

function answerTo(app: INestApplication, error: ClientError): string {
  const [, method = '', url = ''] =
    /^([!#$%&'*+.^_`|~\w-]{1,100}) (\/\S{0,8000})/.exec(error.rawPacket?.toString('latin1') ?? '') ?? [];
  if (error.code === 'HPE_INVALID_METHOD' && method !== '' && !METHODS.includes(method)) {
    const allowed = methodsOf(app, url);
    if (allowed.length > 0) return textOf(methodNotAllowed(method, allowed));
    return textOf(new Problem(404, 'Not found', `There is no ${url}.`));
  }
  const status = STATUS.get(error.code ?? '') ?? 400;
  const detail = status === 408 ? 'The request did not come in in time.' : 'The request could not be read.';
  return textOf(new Problem(status, STATUS_CODES[status] ?? '', detail));
}

/** A whole answer as it goes over the wire. */
function textOf(problem: Problem): string {
  const body = JSON.stringify(problem);
  const headers = Object.entries({
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    ...problem.headers,
  });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines}\r\n${body}`;
}
