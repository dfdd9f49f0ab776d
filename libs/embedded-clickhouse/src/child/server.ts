import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { authenticate } from './credentials.js';
import { toClickHouseException } from './exception.js';
import { Body, decodedBody } from './body.js';
import type { Executor } from './execute.js';
import { readForm } from './form.js';
import { readRequest } from './request.js';
import { queryHeaders, sendException, sendOutcome, sendText } from './response.js';

export interface ListenerParts {
  readonly executor: Executor;
  readonly password: string;
  /** The engine's, for error messages. */
  readonly version: string;
  readonly log: (line: string) => void;
}

export interface Listener {
  readonly server: Server;
  /** Takes no new connections; settles when the running requests are answered. */
  readonly drain: () => Promise<void>;
}

/** A ClickHouse server's default (`http_max_uri_size`): parameters travel in the URL. Node's is 16 KiB. */
const MAX_URI_BYTES = 1024 * 1024;

/** ClickHouse's HTTP interface over the executor. Not listening yet. */
export function createListener(parts: ListenerParts): Listener {
  const running = new Set<Promise<void>>();
  const server = createServer({ maxHeaderSize: MAX_URI_BYTES }, (request, response) => {
    const answered = answer(request, response, parts);
    running.add(answered);
    void answered.finally(() => running.delete(answered));
  });
  // An insert's body may take longer than Node's default of five minutes; the client has a timeout of its own.
  server.requestTimeout = 0;
  // It is for the client to close what is idle: @clickhouse/client does so after 2.5 s, by a timer that comes late in a
  // process that is kept waiting for a CPU. Closed here meanwhile, a connection would break with the next question.
  server.keepAliveTimeout = 10 * 60 * 1000;
  return {
    server,
    async drain() {
      // Idle connections of a keep-alive client would hold up the server's own 'close' for seconds.
      server.close();
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  parts: ListenerParts,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    // Their answers say nothing that an open port does not, and probes have no password.
    if (url.pathname === '/ping' || url.pathname === '/replicas_status') return sendText(response, 'Ok.\n');
    if (url.pathname !== '/') {
      response.statusCode = 404;
      return sendText(
        response,
        `There is no handle ${url.pathname}\n\nUse / to run a query, /ping for health checks.\n`,
      );
    }
    authenticate(request.headers, url, parts.password);
    await answerQuery(request, response, url, parts, gone.signal);
  } catch (error) {
    if (gone.signal.aborted) return;
    if (response.headersSent) {
      parts.log(`answer broken off: ${String(error)}`);
      response.destroy();
      return;
    }
    sendException(response, toClickHouseException(error), parts.version);
    discardRest(request);
  }
}

async function answerQuery(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  { executor }: ListenerParts,
  gone: AbortSignal,
): Promise<void> {
  const form = await readForm(request);
  const query = readRequest(
    request.method ?? 'GET',
    url,
    request.headers,
    form?.parameters ?? [],
    randomUUID,
  );
  queryHeaders(response, query.queryId);
  const inUrl = url.searchParams.get('query') ?? '';
  if (inUrl === '' && form === undefined && request.method === 'GET') return sendText(response, 'Ok.\n');

  const prefix = Buffer.from(inUrl === '' ? '' : `${inUrl}\n`);
  const body = await Body.open(prefix, form === undefined ? decodedBody(request) : chunks(form.query));
  await sendOutcome(response, await executor.execute(query, body, gone));
}

/** Reads on without keeping anything: a client that is still sending sees our answer only after that. */
function discardRest(request: IncomingMessage): void {
  if (request.complete) return;
  request.unpipe();
  request.removeAllListeners('readable');
  request.resume();
}

async function* chunks(text: string): AsyncGenerator<Buffer> {
  await Promise.resolve();
  yield Buffer.from(text);
}
