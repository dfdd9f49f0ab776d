import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pause } from './waiting.js';

/** A request on its way to the engine. */
export interface Seen {
  /** Where rows go, for an insert. */
  readonly table: string | undefined;
  readonly body: Buffer;
}

/** What becomes of a request; nothing said: it is passed on. */
export interface Verdict {
  /** Answers in the engine's place, as the engine does for this code. */
  readonly refuse?: { readonly code: number; readonly name: string };
  /** Takes it and gives it to nobody. */
  readonly swallow?: boolean;
  /** Ends the connection: before anything of it was passed on, with half of it, or with its answer not handed on. */
  readonly reset?: 'before' | 'half' | 'after';
  /** Passed on once this resolves. */
  readonly hold?: Promise<unknown>;
  /** When the engine has answered, and before the sender learns of it. */
  readonly answered?: () => unknown;
  readonly answerAfterMs?: number;
}

export type Rewrite = (table: string, rows: Buffer) => Buffer;
export type Rule = (seen: Seen) => Verdict | undefined;

/** In front of the engine, on a port of its own. Each service has one, so that it is known who sends. */
export class Proxy {
  /** The fault that is being injected. */
  rule: Rule | undefined;
  /** What becomes of the rows of every insert that is passed on: for sabotage that lasts. */
  rewrite: Rewrite | undefined;
  readonly #server = createServer((incoming, outgoing) => {
    void this.#handle(incoming, outgoing).catch(() => outgoing.destroy());
  });

  private constructor(private readonly enginePort: number) {}

  static async start(enginePort: number): Promise<Proxy> {
    const proxy = new Proxy(enginePort);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await bytesOf(incoming);
    const table = tableOf(incoming.url ?? '', body);
    const verdict = this.rule?.({ table, body });
    const rows = table === undefined ? body : (this.rewrite?.(table, body) ?? body);
    if (verdict === undefined) return this.#forward(incoming, outgoing, rows, {});
    await verdict.hold;
    if (verdict.refuse !== undefined) return refuse(outgoing, verdict.refuse);
    if (verdict.swallow === true) return void outgoing.writeHead(200).end();
    if (verdict.reset === 'before') return void outgoing.destroy();
    return this.#forward(incoming, outgoing, rows, verdict);
  }

  #forward(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    body: Buffer,
    verdict: Verdict,
  ): Promise<void> {
    const headers = { ...incoming.headers, 'content-length': String(body.length) };
    delete headers['transfer-encoding'];
    return new Promise((resolve, reject) => {
      const onwards = request(
        { host: '127.0.0.1', port: this.enginePort, method: incoming.method, path: incoming.url, headers },
        (answer) => {
          void (async () => {
            verdict.answered?.();
            if (verdict.answerAfterMs !== undefined) await pause(verdict.answerAfterMs);
            if (verdict.reset === 'after') return void outgoing.destroy();
            outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
            answer.pipe(outgoing);
          })().then(resolve, reject);
        },
      );
      onwards.on('error', (error) => {
        outgoing.destroy();
        reject(error);
      });
      if (verdict.reset !== 'half') return void onwards.end(body);
      // The engine is left with the beginning of an insert, and its sender with nothing.
      onwards.write(body.subarray(0, Math.floor(body.length / 2)), () => {
        setTimeout(() => {
          onwards.destroy();
          outgoing.destroy();
          resolve();
        }, 50);
      });
    });
  }
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function tableOf(url: string, body: Buffer): string | undefined {
  const said = new URL(url, 'http://engine').searchParams.get('query') ?? body.subarray(0, 200).toString();
  return /^\s*INSERT INTO\s+(?:\w+\.)?(\w+)/i.exec(said)?.[1];
}

function refuse(outgoing: ServerResponse, { code, name }: { code: number; name: string }): void {
  outgoing
    .writeHead(500, { 'X-ClickHouse-Exception-Code': String(code), 'Content-Type': 'text/plain' })
    .end(`Code: ${code}. DB::Exception: Injected by the chaos proxy. (${name}) (version 26.7.2.1)\n`);
}
