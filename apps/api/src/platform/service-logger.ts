import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { Environment } from './environment.js';

/** What the framework says of itself while it starts; of use to nobody who runs the service. */
const FRAMEWORK = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

const LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'];

/**
 * Lines for people on a terminal. Where there is none, JSON for machines, one object per line: `level`, `time` (ISO 8601
 * in UTC), `message`, `context`, `pid`, and whatever fields the caller gave after the message.
 */
export class ServiceLogger extends ConsoleLogger {
  constructor(least: Environment['logLevel'], isTerminal = process.stdout.isTTY) {
    super({
      prefix: 'hearback',
      logLevels: LEVELS.slice(0, LEVELS.indexOf(least) + 1),
      json: !isTerminal,
      colors: isTerminal,
      flattenParams: true,
    });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (typeof context === 'string' && FRAMEWORK.has(context) && !this.isLevelEnabled('debug')) return;
    super.log(message, ...rest);
  }

  /** On a terminal the message says it all. */
  protected override stringifyParams(): string {
    return '';
  }

  protected override getJsonLogObject(
    ...args: Parameters<ConsoleLogger['getJsonLogObject']>
  ): ReturnType<ConsoleLogger['getJsonLogObject']> {
    const { level, timestamp, ...rest } = super.getJsonLogObject(...args);
    const time = new Date(timestamp).toISOString();
    return { level, time, ...rest } as unknown as ReturnType<ConsoleLogger['getJsonLogObject']>;
  }
}
