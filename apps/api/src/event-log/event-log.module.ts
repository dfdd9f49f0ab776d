import { join } from 'node:path';
import { Global, Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../platform/environment.js';
import { FreeSpace } from '../platform/free-space/free-space.js';
import { openEmbeddedEventLog } from './embedded/embedded-event-log.js';
import { EVENT_LOG } from './event-log.token.js';
import type { EventLog } from './event-log.js';
import { openKafkaEventLog } from './kafka/kafka-event-log.js';
import type { LogFunction } from './log-function.js';

function openEventLog(
  { kafkaBrokers, kafkaTopic, dataDirectory }: Environment,
  { reserve }: FreeSpace,
): Promise<EventLog> {
  const logger = new Logger('EventLog');
  const log: LogFunction = (level, message, details = {}) => {
    // What an error says stands in the message.
    const { error: _error, ...fields } = details;
    logger[level === 'info' ? 'log' : level](message, fields);
  };
  return kafkaBrokers === undefined
    ? openEmbeddedEventLog({
        directory: join(dataDirectory, 'event-log'),
        topic: kafkaTopic,
        leastFreeBytes: reserve.events,
        log,
      })
    : openKafkaEventLog({ brokers: kafkaBrokers, topic: kafkaTopic, clientId: 'hearback', log });
}

@Global()
@Module({
  providers: [{ provide: EVENT_LOG, inject: [ENVIRONMENT, FreeSpace], useFactory: openEventLog }],
  exports: [EVENT_LOG],
})
export class EventLogModule implements OnApplicationShutdown {
  constructor(@Inject(EVENT_LOG) private readonly log: EventLog) {}

  async onApplicationShutdown(): Promise<void> {
    await this.log.close();
  }
}
