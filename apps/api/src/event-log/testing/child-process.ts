import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('log-child.mjs', import.meta.url));
/** The adapters as a process without Jest can run them; Jest's global set-up compiles them. */
export const COMPILED_LOGS = fileURLToPath(new URL('../../../dist/event-log', import.meta.url));

/** How a process of its own opens the log. */
export interface ChildOpens {
  readonly adapter: 'embedded' | 'kafka';
  readonly options: Readonly<Record<string, unknown>>;
}

/** A log in a child process. `lines` are what it has said so far. */
export class LogChild {
  readonly lines: string[] = [];
  readonly #process: ChildProcess;
  readonly #read: Promise<unknown>;

  constructor(
    open: ChildOpens,
    work: Readonly<Record<string, unknown>> & { mode: 'append' | 'consume' },
    /** A program that runs the child with the arguments that follow its own, as `nice` does. */
    through: readonly string[] = [],
  ) {
    const argument = JSON.stringify({ sources: COMPILED_LOGS, open, ...work });
    const [program = process.execPath, ...rest] = [...through, process.execPath, CHILD, argument];
    // What LMDB prints about every failed write is of no interest where failures are asked for.
    const errors = work.patient === true ? 'ignore' : 'inherit';
    this.#process = spawn(program, rest, { stdio: ['ignore', 'pipe', errors] });
    if (!this.#process.stdout) throw new Error('The child has no output.');
    const lines = createInterface({ input: this.#process.stdout });
    lines.on('line', (line) => this.lines.push(line));
    this.#read = once(lines, 'close');
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  get lives(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Waits until the child has said at least `count` lines. Throws when it ends before. */
  async hasSaid(count: number): Promise<void> {
    while (this.lines.length < count) {
      if (this.#process.exitCode !== null)
        throw new Error(`The child ended after ${this.lines.length} lines.`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Ends it without any chance to tidy up, and reads what it had said until then. */
  async kill(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      this.#process.kill('SIGKILL');
      await once(this.#process, 'exit');
    }
    await this.#read;
  }
}
