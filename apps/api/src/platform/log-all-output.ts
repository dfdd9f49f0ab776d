import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { format } from 'node:util';
import { Logger } from '@nestjs/common';
import { ServiceLogger } from './service-logger.js';

/** Levels of the console's methods; what the others print counts as a warning. */
const LEVELS = { error: 'error', warn: 'warn', info: 'log', log: 'log', debug: 'debug' } as const;

/**
 * From now on what anybody else prints in this process comes as lines of the log, one JSON object each: what libraries write to the
 * console, Node's warnings, and the error that ends the process (exit code 1, as without it). On a terminal all stays as it
 * is.
 *
 * Not caught: what native code writes to the descriptors of the process, as V8 does when it runs out of memory.
 */
export function logAllOutput(isTerminal = process.stdout.isTTY): void {
  if (isTerminal) return;
  // Until the application has its own, whose level its settings say.
  Logger.overrideLogger(new ServiceLogger('log', isTerminal));
  logConsole();
  logWarnings();
  process.on('uncaughtException', (error: unknown, origin) => {
    const [message, stack] =
      error instanceof Error ? [String(error), error.stack] : [format(error), undefined];
    new Logger('process').fatal(`${origin}: ${message}`, stack);
    process.exit(1);
  });
}

function logConsole(): void {
  const logger = new Logger('console');
  // A call of the console is one write.
  const rest = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      logger.warn(chunk.toString('utf8').trimEnd());
      done();
    },
  });
  Object.assign(console, new Console({ stdout: rest, stderr: rest }));
  for (const method of ['error', 'warn', 'info', 'log', 'debug'] as const)
    console[method] = (...values: unknown[]) => logger[LEVELS[method]](format(...values));
}

function logWarnings(): void {
  // Whoever started Node with --no-warnings wants none.
  if (process.listenerCount('warning') === 0) return;
  // So early the only one is Node's own, which prints them as text.
  process.removeAllListeners('warning');
  const logger = new Logger('process');
  process.on('warning', (warning: Error & { readonly code?: string }) => {
    const { name, message, code, stack } = warning;
    logger.warn(`${name}: ${message}`, { ...(code === undefined ? {} : { code }), stack });
  });
}
