/** A connection that is made when it is first needed and thrown away after a failure, so that the next use gets a new one. */
export class Renewable<T> {
  #current: Promise<T> | undefined;

  constructor(
    private readonly make: () => Promise<T>,
    private readonly dispose: (connection: T) => Promise<void>,
  ) {}

  /** Runs `work` on the connection. When `work` throws, the connection isn't used again. */
  async use<R>(work: (connection: T) => Promise<R>): Promise<R> {
    const current = (this.#current ??= this.make());
    try {
      return await work(await current);
    } catch (error) {
      if (this.#current === current) this.#current = undefined;
      void this.#end(current);
      throw error;
    }
  }

  async close(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    if (current) await this.#end(current);
  }

  async #end(connection: Promise<T>): Promise<void> {
    try {
      await this.dispose(await connection);
    } catch {
      // It is being given up; that it can't say goodbye either changes nothing.
    }
  }
}
