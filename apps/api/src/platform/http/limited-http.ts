import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import { inTurn } from '../slices.js';
import { BodyWatch } from './body-watch.js';
import { Connections } from './connections.js';
import type { HttpLimits } from './http-limits.js';

/** The HTTP server with limits on what clients may take of it, and an orderly end. */
export class LimitedHttp extends ExpressAdapter {
  #connections: Connections | undefined;
  #bodies: BodyWatch | undefined;

  constructor(private readonly limits: HttpLimits) {
    super();
  }

  override initHttpServer(): void {
    const { headersMs, keepAliveMs, connections } = this.limits;
    const handle = this.getInstance<(request: IncomingMessage, response: ServerResponse) => void>();
    const server = createServer(
      {
        headersTimeout: headersMs,
        keepAliveTimeout: keepAliveMs,
        connectionsCheckingInterval: Math.min(headersMs / 3, 5_000),
        // Bodies are watched one by one: an import may take as long as its file is large.
        requestTimeout: 0,
      },
      // A thousand clients may come at one moment: together their first steps would be one long stretch.
      (request, response) => inTurn(() => handle(request, response)),
    );
    // `http` does not pass this option of `net.Server` on, whose property it is.
    (server as Server & { pauseOnConnect: boolean }).pauseOnConnect = true;
    server.on('connection', (socket) => inTurn(() => socket.resume()));
    this.httpServer = server;
    this.#bodies = new BodyWatch(server, this.limits);
    this.#connections = new Connections(server, connections, this.#bodies);
  }

  /** The first step of an end: nobody new comes in, requests under way go on. */
  override beforeClose(): void {
    super.beforeClose();
    this.#connections?.drain(this.limits.drainMs);
  }

  /** Waits for requests under way, at most as long as the limit says; for streams, whose controllers end them, too. */
  override async close(): Promise<void> {
    // For those that are closed without having been told before, as after a failed start.
    this.#connections?.drain(this.limits.drainMs);
    await new Promise((resolve) => (this.httpServer as Server).close(resolve));
    this.#connections?.end();
    this.#bodies?.end();
  }
}
