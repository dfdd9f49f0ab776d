import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { BodyWatch } from './body-watch.js';

interface Connection {
  /** Answers that have not ended. */
  readonly answers: Set<ServerResponse>;
  /** Whether any request has come over it. */
  isUsed: boolean;
}

/**
 * Knows what each connection of a server is doing: bounds their number, and ends them when the service stops.
 *
 * At the bound a new connection takes the place of one without a request, first of one that never had any, so that
 * connections that do nothing can't lock anybody out; else of the request whose body comes slowest. Where there is none
 * either, the new one is closed.
 */
export class Connections {
  /** Those that were used last at the end. */
  readonly #open = new Map<Socket, Connection>();
  #isDraining = false;
  #deadline: NodeJS.Timeout | undefined;

  constructor(
    private readonly server: Server,
    private readonly most: number,
    private readonly bodies: Pick<BodyWatch, 'giveUpSlowest'>,
  ) {
    server.on('connection', (socket) => this.#opened(socket));
    // Before the routes, which may answer at once.
    server.prependListener('request', (request, response) => this.#asked(request, response));
  }

  /**
   * Takes no new connections, closes those without a request, and has each answer say that its connection ends with
   * it. What goes on after `withinMs` is cut off.
   */
  drain(withinMs: number): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    if (this.server.listening) this.server.close();
    for (const [socket, { answers }] of this.#open) {
      if (answers.size === 0) socket.destroy();
      for (const answer of answers) if (!answer.headersSent) answer.setHeader('connection', 'close');
    }
    this.#deadline = setTimeout(() => {
      for (const socket of this.#open.keys()) socket.destroy();
    }, withinMs);
  }

  end(): void {
    clearTimeout(this.#deadline);
  }

  #opened(socket: Socket): void {
    if (this.#isDraining) {
      socket.destroy();
      return;
    }
    if (this.#open.size >= this.most) {
      const replaced = this.#giveWay();
      if (replaced === undefined) {
        socket.destroy();
        return;
      }
      // Its place must be free at once; 'close' comes later.
      this.#open.delete(replaced);
    }
    this.#open.set(socket, { answers: new Set(), isUsed: false });
    socket.once('close', () => this.#open.delete(socket));
  }

  #asked({ socket }: IncomingMessage, answer: ServerResponse): void {
    const connection = this.#open.get(socket);
    if (connection === undefined) return;
    connection.isUsed = true;
    connection.answers.add(answer);
    if (this.#isDraining) answer.setHeader('connection', 'close');
    answer.once('close', () => {
      connection.answers.delete(answer);
      if (connection.answers.size > 0 || !this.#open.delete(socket)) return;
      if (this.#isDraining) socket.destroySoon();
      else if (!socket.destroyed) this.#open.set(socket, connection);
    });
  }

  /** Ends a connection in favour of another one. */
  #giveWay(): Socket | undefined {
    let idle: Socket | undefined;
    for (const [socket, { answers, isUsed }] of this.#open) {
      if (answers.size > 0) continue;
      idle ??= socket;
      if (isUsed) continue;
      idle = socket;
      break;
    }
    idle?.destroy();
    return idle ?? this.bodies.giveUpSlowest();
  }
}
