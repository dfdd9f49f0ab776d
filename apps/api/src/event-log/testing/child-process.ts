import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { transformFileSync } from '@swc/core';

const EVENT_LOG = join(dirname(fileURLToPath(import.meta.url)), '..');
const CHILD = join(EVENT_LOG, 'testing', 'log-child.mjs');

/** How a process of its own opens the log. */
export interface ChildOpens {
  readonly adapter: 'embedded' | 'kafka';
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * The adapters as plain JavaScript in a temporary directory, so that a child process without jest can run what is in
 * the sources now, whatever state the rest of the API is in.
 */
export class CompiledAdapters {
  readonly directory = mkdtempSync(join(tmpdir(), 'hearback-event-log-'));

  constructor() {
    for (const name of readdirSync(EVENT_LOG, { recursive: true, encoding: 'utf8' })) {
      if (!isAdapterSource(name)) continue;
      const { code } = transformFileSync(join(EVENT_LOG, name), {
        configFile: false,
        swcrc: false,
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      });
      const target = join(this.directory, name.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, code);
    }
    writeFileSync(join(this.directory, 'package.json'), '{ "type": "module" }');
    const packages = join(EVENT_LOG, '..', '..', '..', '..', 'node_modules');
    symlinkSync(packages, join(this.directory, 'node_modules'), 'junction');
  }

  dispose(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

const isAdapterSource = (name: string): boolean => {
  const [folder, file] = name.includes(sep) ? name.split(sep) : ['', name];
  if (folder === 'testing' || !file?.endsWith('.ts')) return false;
  return !/\.(spec|contract|module|token)\.ts$/.test(file);
};

/** A log in a child process. `lines` are what it has said so far. */
export class LogChild {
  readonly lines: string[] = [];
  readonly #process: ChildProcess;
  readonly #read: Promise<unknown>;

  constructor(
    sources: CompiledAdapters,
    open: ChildOpens,
    work: Readonly<Record<string, unknown>> & { mode: 'append' | 'consume' },
    /** A program that runs the child with the arguments that follow its own, as `nice` does. */
    through: readonly string[] = [],
  ) {
    const argument = JSON.stringify({ sources: sources.directory, open, ...work });
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
