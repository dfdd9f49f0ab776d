import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Problem } from '../problem.js';
import { sendProblem } from '../send-problem.js';
import { mapInSlices } from '../slices.js';
import type { HttpLimits } from './http-limits.js';

/** A body that has not come in to its end. Times in milliseconds, without those in which this process was busy. */
interface Body {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly isImport: boolean;
  /** That the connection had read at the last look. */
  bytes: number;
  silentMs: number;
  totalMs: number;
  spanMs: number;
  spanBytes: number;
}

/** A body that was waited for less may just be on its way. */
const SLOW_MS = 1_000;

/**
 * Ends requests whose bodies come too slowly with 408. Time counts only while this process waits for the client: not
 * while it is busy with what has come, nor while it was kept from looking.
 */
export class BodyWatch {
  readonly #bodies = new Set<Body>();
  readonly #everyMs: number;
  readonly #timer: NodeJS.Timeout;
  #lookedAt = performance.now();

  constructor(
    server: Server,
    private readonly limits: HttpLimits,
  ) {
    server.prependListener('request', (request, response) => this.#begin(request, response));
    this.#everyMs = Math.min(limits.bodySilenceMs, limits.importSilenceMs) / 10;
    this.#timer = setInterval(() => this.#look(), this.#everyMs);
    this.#timer.unref();
  }

  /**
   * Gives up the body that this process has waited for longest, where that is a second or more.
   * @returns its connection, which ends; none where no body is waited for
   */
  giveUpSlowest(): Socket | undefined {
    let slowest: Body | undefined;
    for (const body of this.#bodies)
      if (!body.request.complete && body.totalMs >= Math.max(SLOW_MS, slowest?.totalMs ?? 0)) slowest = body;
    if (slowest === undefined) return undefined;
    this.#bodies.delete(slowest);
    const detail =
      'There are too many connections, and this body came slowly. Send it again in a few seconds.';
    refuse(slowest, new Problem(503, 'Too many connections', detail, {}, { 'retry-after': '5' }));
    return slowest.request.socket;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #begin(request: IncomingMessage, response: ServerResponse): void {
    const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
    if (length === '0' && encoding === undefined) return;
    this.#bodies.add({
      request,
      response,
      isImport: /^\/api\/v1\/imports(?![^?/])/.test(request.url ?? ''),
      bytes: request.socket.bytesRead,
      silentMs: 0,
      totalMs: 0,
      spanMs: 0,
      spanBytes: 0,
    });
  }

  #look(): void {
    const now = performance.now();
    // Kept from looking for longer, by other work or a busy machine: what clients sent meanwhile may not be read yet.
    const passed = Math.min(now - this.#lookedAt, 2 * this.#everyMs);
    this.#lookedAt = now;
    const late: { readonly body: Body; readonly fault: string }[] = [];
    for (const body of this.#bodies) {
      const { request } = body;
      const fault = request.complete || request.socket.destroyed ? undefined : this.#faultOf(body, passed);
      if (request.complete || request.socket.destroyed || fault !== undefined) this.#bodies.delete(body);
      if (fault !== undefined) late.push({ body, fault });
    }
    // A thousand may be late at one look.
    void mapInSlices(late, ({ body, fault }) => {
      if (!body.request.complete && !body.request.socket.destroyed) refuse(body, tooSlow(fault));
    });
  }

  #faultOf(body: Body, passed: number): string | undefined {
    const { request, isImport } = body;
    const came = request.socket.bytesRead - body.bytes;
    body.bytes += came;
    body.spanBytes += came;
    if (came > 0) body.silentMs = 0;
    // What has come is not taken yet: the next move is ours.
    if (request.readableLength > 0) return undefined;
    if (came === 0) body.silentMs += passed;
    body.totalMs += passed;
    body.spanMs += passed;
    const { bodySilenceMs, bodyMs, importSilenceMs, importSpanMs, importSpanBytes } = this.limits;
    const silenceMs = isImport ? importSilenceMs : bodySilenceMs;
    if (body.silentMs >= silenceMs) return `nothing of it came for ${seconds(silenceMs)}`;
    if (!isImport) return body.totalMs >= bodyMs ? `it took longer than ${seconds(bodyMs)}` : undefined;
    if (body.spanMs < importSpanMs) return undefined;
    if (body.spanBytes < importSpanBytes)
      return `less than ${Math.ceil(importSpanBytes / 1024)} KiB of it came in ${seconds(importSpanMs)}`;
    body.spanMs = 0;
    body.spanBytes = 0;
    return undefined;
  }
}

/** Answers where there is no answer yet; the connection ends in any case. */
function refuse({ request, response }: Body, problem: Problem): void {
  if (response.headersSent) {
    request.socket.destroy();
    return;
  }
  // Once it has its answer, Node lets go of the request, whose route would wait for the rest of the body for ever.
  request.socket.once('close', () => request.destroy());
  response.setHeader('connection', 'close');
  sendProblem(response, problem);
}

function tooSlow(fault: string): Problem {
  const detail = `The body did not come in: ${fault}. Send it again, in smaller parts where the connection is slow.`;
  return new Problem(408, 'Request Timeout', detail);
}

const seconds = (ms: number): string => `${ms / 1000} s`;
