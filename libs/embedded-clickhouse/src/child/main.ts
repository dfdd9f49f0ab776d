// The child process: one engine, one listener. It ends with its parent, whatever way that ends.
import type { FromChild, ToChild } from '../protocol.js';
import { Engine } from './engine.js';
import { Executor } from './execute.js';
import { createListener } from './server.js';
import { Spool } from './spool.js';

/** Answers on their way when a failed write is found are errors; so long they have to reach their clients. */
const LAST_WORDS_MS = 250;
/** Merges are nobody's request: so often somebody looks whether all of them could be written. */
const LOOK_EVERY_MS = 5_000;
/** How long running requests may take to finish when the parent asks the child to stop. */
const STOP_GRACE_MS = 5_000;

let stop: () => void = () => endNow(0);

process.on('message', (message: ToChild) => {
  if (message.type === 'start') void start(message);
  else stop();
});

// The channel closes when the parent ends, even by SIGKILL. The directory's lock must be free at once for a
// successor, and the engine survives a kill at any moment; an orderly end could take as long as a query.
process.on('disconnect', () => endNow(1));

// Ctrl-C and a supervisor's SIGTERM reach the whole process group. The parent ends the child when it no longer
// needs it; ending here first would fail the requests of an orderly shutdown.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

async function start(options: Extract<ToChild, { type: 'start' }>): Promise<void> {
  let engine: Engine;
  try {
    engine = new Engine(
      options.dataDirectory,
      options.memoryLimitBytes,
      options.readerGrants,
      options.keepFreeBytes,
      startAgain,
    );
    await engine.checkWrites();
  } catch (error) {
    return fail('engine', error);
  }
  // Only now that the directory is ours: its spool may hold another process's files.
  const spool = await Spool.open(options.dataDirectory);
  // What it finds it reports itself.
  setInterval(() => void engine.checkWrites().catch(() => undefined), LOOK_EVERY_MS).unref();
  const { server, drain } = createListener({
    executor: new Executor(engine, spool),
    password: options.password,
    version: engine.version,
    log,
  });
  server.once('error', (error) => fail('listen', error));
  server.listen({ host: options.host, port: options.port }, () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : options.port;
    send({ type: 'ready', port, version: engine.version });
  });
  stop = () => {
    setTimeout(() => endNow(0), STOP_GRACE_MS).unref();
    void drain().then(() => {
      engine.close();
      endNow(0);
    });
  };
}

/** The parent starts another process, whose engine drops the files that are short. */
function startAgain(reason: string): void {
  log(reason);
  setTimeout(() => endNow(1), LAST_WORDS_MS);
}

function fail(step: 'engine' | 'listen', error: unknown): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const message = error instanceof Error ? error.message : String(error);
  send({ type: 'failed', step, message, ...(code === undefined ? {} : { code }) }, () => endNow(1));
}

function send(message: FromChild, then: () => void = () => undefined): void {
  if (process.send === undefined)
    throw new Error('This program is started by startEmbeddedClickHouse, not by hand');
  process.send(message, then);
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Without the engine's own shutdown, which waits for running queries. */
function endNow(code: number): void {
  process.exitCode = code;
  process.kill(process.pid, 'SIGKILL');
}
