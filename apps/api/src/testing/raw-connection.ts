import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection whose client sends exactly what it wants, when it wants. */
export class RawConnection {
  readonly #socket: Socket;
  /** Resolves once the connection has ended, whatever ended it. */
  readonly closed: Promise<void>;
  #text = '';

  private constructor(url: string) {
    const { port, hostname } = new URL(url);
    this.#socket = connect(Number(port), hostname);
    this.#socket.on('data', (chunk: Buffer) => (this.#text += chunk.toString('latin1')));
    // A reset is an end as well.
    this.#socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => this.#socket.once('close', () => resolve()));
  }

  /** @throws Error when nothing listens there */
  static async open(url: string): Promise<RawConnection> {
    const connection = new RawConnection(url);
    await once(connection.#socket, 'connect');
    return connection;
  }

  /** All that has come back. */
  get received(): string {
    return this.#text;
  }

  get isClosed(): boolean {
    return this.#socket.destroyed;
  }

  /** Resolves once the bytes have left, or the connection has ended. */
  send(bytes: string | Buffer): Promise<void> {
    return new Promise((resolve) => {
      if (this.isClosed) resolve();
      else this.#socket.write(bytes, () => resolve());
    });
  }

  /** Sends the same again and again until the connection has ended. */
  async drip(bytes: string, everyMs: number): Promise<void> {
    while (!this.isClosed) {
      await this.send(bytes);
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }

  /** Waits until an answer has begun. @returns its status */
  async status(): Promise<number> {
    for (;;) {
      const [, status] = /^HTTP\/1\.1 (\d+) /.exec(this.#text) ?? [];
      if (status !== undefined) return Number(status);
      if (this.isClosed) throw new Error('The connection was closed without an answer.');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  end(): void {
    this.#socket.destroy();
  }
}
