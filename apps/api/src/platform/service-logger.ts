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

/** Lines for people on a terminal, JSON for machines where there is none. */
export class ServiceLogger extends ConsoleLogger {
  constructor(least: Environment['logLevel']) {
    super({
      prefix: 'hearback',
      logLevels: LEVELS.slice(0, LEVELS.indexOf(least) + 1),
      json: !process.stdout.isTTY,
      colors: process.stdout.isTTY,
    });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (typeof context === 'string' && FRAMEWORK.has(context) && !this.isLevelEnabled('debug')) return;
    super.log(message, ...rest);
  }
}
